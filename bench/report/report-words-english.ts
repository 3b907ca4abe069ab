// Owns: the report's words in English. Must never: state a figure.

import { METHOD } from './method.js';
import type { ReadingWords, ReportWords, RunWords, VerdictWords } from './report-words.js';
import { SCENARIO_NOTES } from './scenario-notes.js';

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const ENGLISH_RUN: RunWords = {
  facts: {
    command: 'Command',
    run: 'Run',
    product: 'Product',
    profile: 'Profile',
    threads: 'Threads',
    limits: 'Limits',
    serverNode: 'Node.js of the servers',
    loadGenerator: 'Load generator',
    benchNode: 'Node.js of the bench',
    processor: 'Processor',
    memory: 'Memory',
    kernel: 'Kernel',
    system: 'System',
    openFiles: 'Open files, at most',
  },
  ofItsPieces: 'those of its pieces',
  cores: (count) => plural(count, 'core'),
  rounds: (count) => plural(count, 'round'),
  minutes: (count, pieces) => `${count} min${pieces < 2 ? '' : ` in ${pieces} pieces`}`,
  commit: (version, commit, modified) =>
    `${version}, commit ${commit}${modified ? ', with changes not committed' : ''}`,
  threads:
    'ours and hyper serve with one for each core, VidaiMock may use as many; those on Node.js, and bare uWS, have one',
  profile: (name, cores, memory) => `${name}: ${cores} and ${memory}`,
  limits: (kind, processors) => `${kind}; servers on processor ${processors}`,
  pinning: 'processor pinning alone (memory is not limited)',
  onProcessors: (what, processors) => `${what}, on processor ${processors}`,
  processor: (model, cores) => `${model}, ${cores}`,
  atCommit: (commit) => `commit ${commit}`,
  changed: (commit, modified) => `${commit}${modified ? ' with changes' : ''}`,
  piece: (of) =>
    `${of.time}, ${of.minutes} min, ${of.rounds} of ${of.scenarios} at commit ${of.commit}: ${of.command}. ` +
    `Before it the load average was ${of.load}, other processes used ${of.others} of a core, and the host took ${of.steal}.`,
  busy: (hit, measured, othersMost, stealMost) =>
    `the machine was busy in ${hit} of ${measured} measurements: other processes used up to ${othersMost} of a core, its host took ` +
    `up to ${stealMost} of its processors' time; which ones they were stands with each scenario`,
  severalBuilds: (commits) => `its pieces were measured at several commits: ${commits.join(', ')}`,
};

const ENGLISH_VERDICTS: VerdictWords = {
  names: { met: 'met', missed: 'missed', undecided: 'undecided', 'not in this run': 'not in this run' },
  goal: ({ text }) => text,
  absentScenario: (name) => `the scenario ${name} was not in this run`,
  absentServer: (name) => `the server ${name} was not in this run`,
  absentStep: (name) => `the step ${name} was not in this run`,
  absentOurs: 'our server was not in this run',
  noFigures: 'there are no figures to compare',
  noFiguresOf: (rival) => `there are no figures of ours and ${rival} to compare`,
  oursFailed: (errors, rounds) => `ours failed in ${errors} of ${rounds} rounds`,
  oursLost: (count, step) => `ours lost ${count} requests at “${step}”`,
  times: (times, better, range) =>
    `ours ${times} ${better ? 'better' : 'worse'}` +
    (range === null ? '' : ` (${range[0]} to ${range[1]} round by round)`),
  against: (times, our, their, step) => `${times}: ${our} against ${their} at “${step}”`,
  rivalFailed: (rival, rounds) => `; ${rival} failed in ${rounds} of its rounds`,
  exactAsWell: (titles) => `exact as well: ${titles}`,
  inexact: (titles) => `not exact: ${titles}`,
  without: (titles) => `no figures: ${titles}`,
  nobody: 'no other server',
  oursWithout: (rest) => `ours has no figures; ${rest}`,
  oursInexact: (rest) => `ours was not exact; ${rest}`,
  events: (count, step) => `${count} events/s at “${step}”`,
  alone: (at) => `${at}, where no other server has figures of equal work`,
  tooLight: 'the heaviest step was too light: others kept up with it as well',
  nearest: (at, title, count, times) => `${at}; the nearest, ${title}, has ${count}: ${times}`,
  and: '; ',
  sentence: (fragment) => `${fragment.slice(0, 1).toUpperCase()}${fragment.slice(1)}.`,
};

const ENGLISH_READINGS: ReadingWords = {
  moreIsBetter: 'More is better.',
  lessIsBetter: 'Less is better.',
  none: (step) => `There are no figures of ours at “${step}”.`,
  alone: (step, ours) => `${atStep(step)} has ${ours}; no other server has figures of equal work there.`,
  beside: (step, ours, best, value, comparison) =>
    `${atStep(step)} has ${ours}; the best of the others, ${best}, has ${value}${comparison}.`,
  inBrackets: (text) => ` (${text})`,
  best: (title, value) => `Best of the others: ${title}, ${value}`,
  worst: (title, value) => `Last of them: ${title}, ${value}`,
  notCompared: (titles) => `Other work, not compared: ${titles}`,
  work: (requests, lost) => ` · ${requests} requests, ${lost ?? 'none'} lost`,
  labels: {
    answers: 'Answers',
    container: 'Container, per held request',
    process: 'Process, per held request',
    lateness: 'Lateness p99',
    events: 'Events',
    cap: 'Cap',
    connect: 'Connect p99',
    ready: 'Ready after',
  },
  exact: 'Exact',
  notExact: 'Not exact',
  exactAsWell: (titles) => `Exact as well: ${titles}`,
  inexact: (titles) => `Not exact: ${titles}`,
  nobody: 'nobody',
  charts: {
    throughput: 'Answers per second',
    container: 'Bytes of the container per held request',
    process: 'Bytes of the process per held request',
    prompts: 'Most memory with prompts of 64 KiB, MiB',
    held: 'Memory with 100,000 held, MiB',
    memory: 'Memory over held requests',
    lateness: 'Lateness over held requests',
    events: 'Events per second, and how late they were',
    kinds: 'Processor time of the server a stream, µs',
    storm: 'Connect p99, ms',
    burst: 'Time until the last one was served, ms',
    scrape: 'Latency p99 with and without scrapes, ms',
    faults: 'Lateness p99 with and without faults, ms',
    startup: 'Start-up',
  },
  asPlanned: 'as planned',
  requestsHeld: 'requests held',
};

function atStep(step: string | null): string {
  return step === null ? 'Ours' : `At “${step}” ours`;
}

export const ENGLISH_REPORT: ReportWords = {
  lang: 'en',
  run: ENGLISH_RUN,
  verdicts: ENGLISH_VERDICTS,
  readings: ENGLISH_READINGS,
  method: METHOD,
  notes: SCENARIO_NOTES,
  scenarioTitle: ({ title }) => title,
  scenarioName: (name) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
  recorded: (text) => text,
  headings: {
    sections: 'Sections',
    goals: 'Goals',
    method: 'Method and machine',
    machine: 'Machine and run',
    pieces: 'Pieces',
    servers: 'Servers',
    warnings: 'Warnings',
    errors: 'Errors',
    leftOut: 'Left out',
  },
  documentTitle: (version) => `Bench of llm-mock-server ${version}`,
  title: (version, cores, memory) =>
    `llm-mock-server ${version} in ${cores}${memory === null ? '' : ` and ${memory}`}`,
  load: (generator) => `load from ${generator}`,
  against: (others) => `Against ${plural(others, 'other')} within the same limits.`,
  explained:
    'Figures are medians. “2.9× better” is 2.9 times as many where more is better, 1/2.9 where less is better, worked out within ' +
    'each round.',
  reproduce: 'Reproduce it:',
  pieces: (count) => ['Measured in ', `${count} pieces`, ', each with its command and its conditions.'],
  allFigures: (step) => `${step === null ? 'All' : `${step}: all`} figures and every round`,
  tableOf: (what, kind) => `${what}: ${kind === 'all' ? 'all figures' : 'every round'}`,
  eachRound: {
    caption:
      'Every round as it was measured; the place is that of the server in its round. Reasons stand below.',
    round: 'Round',
    place: 'Place',
  },
  everyStep: 'every step',
  inRounds: (rounds) => (rounds.length === 1 ? ` (round ${rounds[0]})` : ` (rounds ${rounds.join(', ')})`),
  list: ', ',
  unit: (unit) => unit,
  remark: (server, places, said) => `${server}, ${places}: ${said}`,
  step: (title) => `“${title}”`,
  spoken: (title, reading) => `${title}. ${reading}`,
};
