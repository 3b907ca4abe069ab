// Owns: what a language has to say for tables to be written in it, and English. words-chinese.ts is the other one.
// Must never: format a number: numbers are the same in all languages.

import type { FigureName } from './figures.js';
import type { ReportWords } from './report-words.js';
import { ENGLISH_REPORT } from './report-words-english.js';
import type { ScenarioName } from './results.js';

export interface Words {
  readonly server: string;
  /** Heads of columns without their units; the unit in brackets comes behind. */
  readonly heads: Readonly<Record<FigureName, string>>;
  /** Heads of figures that mean something of their own in a scenario. */
  readonly headsIn: Readonly<Partial<Record<ScenarioName, Readonly<Partial<Record<FigureName, string>>>>>>;
  /** `unit` as format.ts names it, never empty. */
  withUnit(head: string, unit: string): string;
  /** Head of the column that sets ours against the row's server. */
  readonly oursIs: string;
  /** Head and texts of the column that says whether a cap was kept. */
  readonly cap: string;
  readonly exact: string;
  readonly notExact: string;
  readonly leftOut: string;
  readonly error: string;
  readonly notMeasured: string;
  readonly noDifference: string;
  /** Goes on from `oursIs`. `times`: `2.9×`. `figure` decides which way round the sentence goes. */
  ours(better: boolean, times: string, figure: FigureName): string;
  /** The same as a remark that stands by itself. */
  oursRemark(comparison: string): string;
  /** The line above a table of one figure, step by step; `head` names the figure and its unit. */
  caption(head: string, compared: boolean, roundsCount: number): string;
  /** The line above a table of several figures of one step. */
  medians(compared: boolean, roundsCount: number): string;
  /** The line above a table that shows ranges. */
  ranges(roundsCount: number): string;
  someRounds(what: string, rounds: string, of: string): string;
  onlyRounds(rounds: string, of: string): string;
  /** So many requests in the worst round. */
  lost(count: string): string;
  /** Head of a column that shows one step of several. */
  headAtStep(head: string, step: string): string;
  /** What the mark behind a figure means. */
  warned(mark: string): string;
  /** On one line; there is at least one remark. */
  withRemarks(text: string, remarks: readonly string[]): string;
  /** The line above a table that has no heading of its own, without a full stop. */
  readonly leads: Readonly<Partial<Record<ScenarioName, string>>>;
  /** Steps are named in the results in English. */
  stepTitle(step: { readonly name: string; readonly title: string }): string;
  /** What stands around the tables in a whole report. */
  readonly report: ReportWords;
}

function rounds(count: number): string {
  return count === 1 ? 'one round' : `${count} rounds`;
}

export const ENGLISH: Words = {
  server: 'Server',
  heads: {
    answers_per_second: 'Answers',
    events_per_second: 'Events',
    planned_events_per_second: 'Planned events',
    latency_p50_ms: 'Latency p50',
    latency_p99_ms: 'Latency p99',
    latency_max_ms: 'Latency max',
    lateness_p50_ms: 'Lateness p50',
    lateness_p99_ms: 'Lateness p99',
    lateness_max_ms: 'Lateness max',
    requests_count: 'Requests',
    answered_count: 'Answered',
    refused_count: 'Refused',
    lost_count: 'Lost',
    cap_count: 'Cap',
    beyond_cap_count: 'Admitted beyond the cap',
    below_cap_count: 'Refused below the cap',
    rss_idle_bytes: 'RSS idle',
    rss_held_bytes: 'RSS holding',
    container_held_bytes: 'Container holding',
    bytes_per_held_request: 'Process, per held request',
    bytes_per_stream: 'Per stream',
    connections_refused_count: 'Connections refused',
    segments_retransmitted_count: 'Segments retransmitted',
    listen_overflows_count: 'Accept queue overflows',
    last_served_ms: 'Last one served after',
    ready_ms: 'Ready after',
    rss_ready_bytes: 'RSS when ready',
    rss_peak_bytes: 'Peak of the process',
    container_peak_bytes: 'Peak of the container',
    injected_count: 'Failed on purpose',
    held_count: 'Held',
    held_wrongly_count: 'Held wrongly',
    scrape_max_ms: 'Slowest scrape',
    server_cpu_us_per_answer: 'Server CPU per answer',
    server_cpu_share: 'Server CPU, of one core',
    load_generator_cpu_share: 'Load generator CPU, of one core',
    connect_p50_ms: 'Connect p50',
    connect_p99_ms: 'Connect p99',
    connect_max_ms: 'Connect max',
    syns_dropped_count: 'SYNs dropped',
    cut_count: 'Broken off on purpose',
    container_bytes_per_held_request: 'Container, per held request',
    others_cpu_share: 'Other processes, of one core',
    steal_share: 'Taken by the host',
  },
  headsIn: {
    cap: { latency_p99_ms: 'Refusal latency p99' },
    'stream-kinds': { server_cpu_us_per_answer: 'Server CPU per stream' },
  },
  withUnit: (head, unit) => (unit === '/s' ? `${head}/s` : `${head}, ${unit}`),
  oursIs: 'Ours is',
  cap: 'Cap kept',
  exact: 'exact',
  notExact: 'not exact',
  leftOut: 'left out',
  error: 'error',
  notMeasured: 'not measured',
  noDifference: 'no clear difference',
  ours: (better, times) => `${times} ${better ? 'better' : 'worse'}`,
  oursRemark: (comparison) => `ours ${comparison}`,
  caption: (head, compared, count) =>
    `${head}: median of ${rounds(count)}${compared ? ', and how ours compares within the same round' : ''}.`,
  medians: (compared, count) =>
    `Medians of ${rounds(count)}${compared ? ', and how ours compares within the same round' : ''}.`,
  ranges: (count) =>
    count === 1
      ? 'One round: no range is known.'
      : `Medians of ${rounds(count)}, with the least and the most of them.`,
  someRounds: (what, rounds, of) => `${what} in ${rounds} of ${of} rounds`,
  onlyRounds: (rounds, of) => `only ${rounds} of ${of} rounds`,
  lost: (count) => `lost ${count}`,
  headAtStep: (head, step) => `${head} (${step})`,
  warned: (mark) => `${mark} measured with a warning in at least one round.`,
  withRemarks: (text, remarks) => `${text} (${remarks.join('; ')})`,
  leads: {
    prompts: 'Prompts of 64 KiB, all different, while they come in and are held for 10 s',
    'held-100k': 'A hundred thousand requests held for 30 s, from five addresses',
    'stream-kinds':
      'Streams by what they bring: words, their usage, the call of a tool, half of them broken off on purpose',
    'connect-storm': 'Connects that all come in one moment',
    faults: 'Half of 5,000 requests failing on purpose: how late the others are',
  },
  stepTitle: ({ title }) => title,
  report: ENGLISH_REPORT,
};
