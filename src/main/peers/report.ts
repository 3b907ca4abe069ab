/**
 * Owns the form in which an instance tells another what it has counted: JSON line by line, first what it says of itself, then a line
 * for each group, its times as counts in buckets. Main thread; written in slices. Must never hold what is no number or name.
 */
import type { Ending, InstanceFigures } from '../../shared/answers/control-answers.js';
import type { Outcome } from '../../shared/figures/models.js';
import { BUCKET_SCHEME, type QuantilesDump } from '../../shared/figures/quantiles.js';
import { ENDPOINTS } from '../../shared/labels.js';
import type { GroupDump, GroupKind, Statistics } from '../records/statistics.js';

/** Behind the path of the control API. */
export const REPORT_PATH = '/stats/buckets';
/** A line has four times of at most 1,024 buckets, and a name. */
export const LINE_BYTES_MAX = 65_536;
/** Lines that are written or added up before others get their turn: a fraction of a millisecond each. */
export const LINES_PER_TURN = 16;

/** A group that was counted elsewhere. */
export interface CountedGroup {
  readonly kind: GroupKind;
  /** Empty of the totals. */
  readonly name: string;
  readonly dump: GroupDump;
}

export interface Report {
  readonly figures: InstanceFigures;
  readonly statuses: readonly (readonly [Ending, number])[];
  readonly groups: readonly CountedGroup[];
}

/** The first line. */
interface HeadLine extends InstanceFigures {
  readonly scheme: typeof BUCKET_SCHEME;
  readonly statuses: Readonly<Record<string, number>>;
}

interface TimesLine {
  readonly lowest: number;
  readonly counts: readonly number[];
  readonly max_ms: number;
}

/** Every other line. */
interface GroupLine extends Readonly<Record<Outcome, number>> {
  readonly kind: GroupKind;
  readonly name: string;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  /** Planned and actual of the first token, then of the answer. */
  readonly times: readonly TimesLine[];
}

/** Lets others have their turn; of a test, at once. */
export type Turn = () => Promise<unknown>;

/** What one instance says of itself and has counted, as text. */
export async function writeReport(
  figures: InstanceFigures,
  statistics: Statistics,
  turn: Turn,
): Promise<string> {
  const { totals, endpoints, models, statuses } = statistics.dump();
  const head: HeadLine = { ...figures, scheme: BUCKET_SCHEME, statuses: Object.fromEntries(statuses) };
  const groups: CountedGroup[] = [
    { kind: 'totals', name: '', dump: totals },
    ...[...endpoints].map(
      ([at, dump]) => ({ kind: 'endpoint', name: ENDPOINTS[at] as string, dump }) as const,
    ),
    ...[...models].map(([name, dump]) => ({ kind: 'model', name, dump }) as const),
  ];
  const lines = [JSON.stringify(head)];
  for (const [at, group] of groups.entries()) {
    if (at % LINES_PER_TURN === LINES_PER_TURN - 1) await turn();
    lines.push(JSON.stringify(lineOf(group)));
  }
  return `${lines.join('\n')}\n`;
}

function lineOf({ kind, name, dump }: CountedGroup): GroupLine {
  const { outcomes, promptTokens, completionTokens, times } = dump;
  return {
    kind,
    name,
    ...outcomes,
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    times: times.map(timesLine),
  };
}

function timesLine({ counts, lowest, maxMs }: QuantilesDump): TimesLine {
  return { lowest, counts: [...counts], max_ms: maxMs };
}
