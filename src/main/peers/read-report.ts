/**
 * Reads what another instance has counted, line by line, and takes nothing on trust: what does not fit is refused in words. Main
 * thread; pure. Must never add to anything: a report that breaks off counts for nothing.
 */
import type { Ending, InstanceFigures } from '../../shared/answers/control-answers.js';
import { OUTCOMES, type Outcome } from '../../shared/figures/models.js';
import { BUCKET_SCHEME, BUCKETS, type QuantilesDump } from '../../shared/figures/quantiles.js';
import { ENDPOINTS } from '../../shared/labels.js';
import { GROUP_KINDS, type GroupKind } from '../records/statistics.js';
import type { CountedGroup, Report } from './report.js';

/** As in GroupDump: planned and actual, of the first token and of the answer. */
const TIMES = 4;
const BUCKET_COUNT_MAX = 0xffff_ffff;
const NAME_CHARACTERS_MAX = 256;
const STATUSES_MAX = 600;
/** All endpoints, all rows a models file may have, the totals. */
const GROUPS_MAX = ENDPOINTS.length + 1_002;
const STATUS = /^[1-5]\d\d$/;

type Fields = Readonly<Record<string, unknown>>;

/** A sentence for people, to be shown as it is. */
export class UnfitReport extends Error {}

export class ReportReader {
  #figures: InstanceFigures | null = null;
  #statuses: Report['statuses'] = [];
  readonly #groups: CountedGroup[] = [];

  /** Throws an UnfitReport. */
  take(line: string): void {
    const fields = fieldsOf(line);
    if (this.#figures === null) this.#takeHead(fields);
    else if (this.#groups.length === GROUPS_MAX)
      throw new UnfitReport(`tells of more than ${GROUPS_MAX} groups`);
    else this.#groups.push(groupOf(fields));
  }

  /** What was read, at its end. Throws an UnfitReport where that is too little. */
  report(): Report {
    const [first] = this.#groups;
    if (this.#figures === null || first?.kind !== 'totals') throw new UnfitReport('tells of nothing');
    return { figures: this.#figures, statuses: this.#statuses, groups: this.#groups };
  }

  #takeHead(fields: Fields): void {
    if (!isScheme(fields.scheme)) throw new UnfitReport('counts in other buckets: it is of another version');
    const { instance, since, draining } = fields;
    if (typeof instance !== 'string' || instance === '' || instance.length > NAME_CHARACTERS_MAX)
      throw unfit('instance');
    if (typeof since !== 'string' || Number.isNaN(Date.parse(since))) throw unfit('since');
    if (typeof draining !== 'boolean') throw unfit('draining');
    this.#figures = {
      instance,
      since: new Date(since).toISOString(),
      in_flight: countIn(fields, 'in_flight'),
      peak_in_flight: countIn(fields, 'peak_in_flight'),
      cap: countIn(fields, 'cap'),
      draining,
    };
    const statuses = recordIn(fields, 'statuses');
    const names = Object.keys(statuses);
    if (names.length > STATUSES_MAX) throw unfit('statuses');
    this.#statuses = names.map((name) => [endingOf(name), countIn(statuses, name)]);
  }
}

function fieldsOf(line: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new UnfitReport('answers what is not JSON');
  }
  if (!isRecord(value)) throw new UnfitReport('answers what is no object');
  return value;
}

function groupOf(fields: Fields): CountedGroup {
  const { kind, name, times } = fields;
  if (!GROUP_KINDS.includes(kind as GroupKind)) throw unfit('kind');
  if (typeof name !== 'string' || name.length > NAME_CHARACTERS_MAX) throw unfit('name');
  if (kind === 'endpoint' && !(ENDPOINTS as readonly string[]).includes(name))
    throw new UnfitReport(`counts an endpoint that is unknown here: ${name.slice(0, 60)}`);
  if (!Array.isArray(times) || times.length !== TIMES) throw unfit('times');
  const counted = OUTCOMES.map((outcome) => [outcome, countIn(fields, outcome)] as const);
  return {
    kind: kind as GroupKind,
    name,
    dump: {
      outcomes: Object.fromEntries(counted) as Record<Outcome, number>,
      promptTokens: countIn(fields, 'prompt_tokens'),
      completionTokens: countIn(fields, 'completion_tokens'),
      times: times.map(dumpOf),
    },
  };
}

function dumpOf(times: unknown): QuantilesDump {
  if (!isRecord(times)) throw unfit('times');
  const lowest = countIn(times, 'lowest');
  const { counts, max_ms: maxMs } = times;
  if (!Array.isArray(counts) || lowest + counts.length > BUCKETS) throw unfit('counts');
  if (typeof maxMs !== 'number' || !(maxMs >= 0)) throw unfit('max_ms');
  let count = 0;
  for (const one of counts) {
    if (!isCount(one) || one > BUCKET_COUNT_MAX) throw unfit('counts');
    count += one;
  }
  return { counts: Uint32Array.from(counts as number[]), lowest, count, maxMs };
}

function isScheme(given: unknown): boolean {
  return isRecord(given) && Object.entries(BUCKET_SCHEME).every(([name, value]) => given[name] === value);
}

function endingOf(name: string): Ending {
  if (name === 'aborted' || name === 'severed') return name;
  if (!STATUS.test(name)) throw unfit('statuses');
  return Number(name);
}

function countIn(fields: Fields, name: string): number {
  const value = fields[name];
  if (!isCount(value)) throw unfit(name.slice(0, 60));
  return value;
}

function recordIn(fields: Fields, name: string): Fields {
  const value = fields[name];
  if (!isRecord(value)) throw unfit(name);
  return value;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unfit(name: string): UnfitReport {
  return new UnfitReport(`says of "${name}" what it cannot be`);
}
