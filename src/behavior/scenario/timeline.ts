/**
 * Owns what a scenario comes to: a list of moments, each with all changes that are in force from then on. Pure. Whoever runs
 * it need not know of steps, ramps or rounds, and cannot drift: every moment is counted from the start.
 */
import { type Ramp, rampText } from './ramp.js';
import type { ModelChanges, Scenario, ScenarioStep, SettingChanges } from './scenario.js';

/** Of all rounds together. */
export const TIMELINE_ENTRIES_MAX = 20_000;
/** A ramp moves once a second, or in so many parts if that were more. */
const RAMP_TICK_MS = 1_000;
const RAMP_TICKS_MAX = 600;

export interface TimelineEntry {
  /** From the start of the scenario, whole milliseconds. */
  readonly atMs: number;
  /** All that is changed from here on; empty where everything is as it was before. */
  readonly changes: SettingChanges;
  readonly models: ModelChanges;
  /** What begins here, in the operator's words; null where nothing was to be said. */
  readonly mark: string | null;
}

/** How many milliseconds one round takes: until the last step is over. */
export function roundMs({ steps }: Scenario): number {
  return Math.max(0, ...steps.map(({ atMs, forMs }) => atMs + forMs));
}

/** How many entries the timeline can have at the most; ask before making one. */
export function countMoments(scenario: Scenario): number {
  const moments = scenario.steps.reduce((sum, step) => sum + 2 + ticksOf(step).count, 1);
  return moments * scenario.rounds + 1;
}

/** Work of which a part is done with each `next`, so that whoever does it may do something else meanwhile. */
export type InParts<Result> = Generator<undefined, Result>;

/** Moments that are worked out at a time. */
const MOMENTS_PER_PART = 100;

/** Does all of it at once. */
export function finish<Result>(work: InParts<Result>): Result {
  let part = work.next();
  while (!part.done) part = work.next();
  return part.value;
}

/** In order of time, none two alike in a row without a mark; the last is the end, and takes all changes back. */
export function buildTimeline(scenario: Scenario): readonly TimelineEntry[] {
  return finish(growTimeline(scenario));
}

/** As `buildTimeline`, in parts: twenty thousand moments take a tenth of a second. */
export function* growTimeline(scenario: Scenario): InParts<readonly TimelineEntry[]> {
  const lengthMs = roundMs(scenario);
  const isEdge = edgesOf(scenario);
  const round: (TimelineEntry & { readonly signature: string })[] = [];
  let winners: Winners = NOBODY;
  for (const [number, atMs] of momentsOf(scenario, lengthMs).entries()) {
    if (number % MOMENTS_PER_PART === MOMENTS_PER_PART - 1) yield;
    // Between two edges the same steps are in force: looked for at each moment, many steps would be many times many.
    if (number === 0 || isEdge.has(atMs)) winners = winnersAt(scenario, atMs);
    const entry = entryAt(winners, atMs);
    round.push({ ...entry, signature: signatureOf(entry) });
  }
  const entries: TimelineEntry[] = [];
  let before = signatureOf({ changes: {}, models: {} });
  for (let number = 0; number < scenario.rounds; number++) {
    for (const [index, { signature, ...entry }] of round.entries()) {
      if (index % MOMENTS_PER_PART === MOMENTS_PER_PART - 1) yield;
      if (signature === before && entry.mark === null) continue;
      before = signature;
      entries.push({ ...entry, atMs: entry.atMs + number * lengthMs });
    }
  }
  return [...entries, { atMs: lengthMs * scenario.rounds, changes: {}, models: {}, mark: null }];
}

function edgesOf({ steps }: Scenario): ReadonlySet<number> {
  return new Set(steps.flatMap(({ atMs, forMs }) => [atMs, atMs + forMs]));
}

/**
 * The entries of one round between which nothing else can be wrong: the first and the last of each time in which the same steps
 * are in force. What lies between them lies between the ends of ramps.
 */
export function cornersOf(scenario: Scenario, timeline: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const sorted = [...edgesOf(scenario)].sort((one, other) => one - other);
  const lengthMs = roundMs(scenario);
  const round = timeline.filter(({ atMs }) => atMs < lengthMs);
  let passed = 0;
  const times = round.map(({ atMs }) => {
    while ((sorted[passed] ?? Number.POSITIVE_INFINITY) <= atMs) passed++;
    return passed;
  });
  return round.filter((_, index) => times[index] !== times[index - 1] || times[index] !== times[index + 1]);
}

/** When something may change within a round: at 0, where a step begins or ends, where a ramp moves. */
function momentsOf({ steps }: Scenario, lengthMs: number): Float64Array {
  const moments = new Set([0]);
  for (const step of steps) {
    moments.add(step.atMs);
    moments.add(step.atMs + step.forMs);
    const { count, everyMs } = ticksOf(step);
    for (let tick = 1; tick < count; tick++) moments.add(step.atMs + tick * everyMs);
  }
  // A mark may stand at the very end, where the next round begins and all else is over.
  const isMarked = steps.some(({ atMs, mark }) => mark !== null && atMs === lengthMs);
  if (!isMarked && lengthMs > 0) moments.delete(lengthMs);
  // As numbers, which is many times as fast as by a function.
  return Float64Array.from(moments).sort();
}

/** What is in force from an edge on to the next one. */
interface Winners {
  readonly set: SettingChanges;
  /** Those that no later step overrules. */
  readonly ramps: readonly ScenarioStep[];
  readonly models: ModelChanges;
  /** Of the steps that begin at the edge. */
  readonly edgeMs: number;
  readonly marks: readonly string[];
}

const NOBODY: Winners = { set: {}, ramps: [], models: {}, edgeMs: 0, marks: [] };

function winnersAt({ steps }: Scenario, atMs: number): Winners {
  const set: Record<string, string> = {};
  const ramps = new Map<string, ScenarioStep>();
  // By names that anybody may have chosen: `__proto__` is one, which an assignment would take for something else.
  const models = new Map<string, SettingChanges>();
  const marks: string[] = [];
  for (const step of steps) {
    if (step.mark !== null && step.atMs === atMs) marks.push(step.mark);
    if (atMs < step.atMs || atMs >= step.atMs + step.forMs) continue;
    Object.assign(set, step.set);
    for (const [name, said] of Object.entries(step.models)) models.set(name, said);
    for (const name of Object.keys(step.set)) ramps.delete(name);
    if (step.ramp !== null) ramps.set(step.ramp.setting, step);
  }
  return { set, ramps: [...ramps.values()], models: Object.fromEntries(models), edgeMs: atMs, marks };
}

/** What is in force from a moment of the round on. */
function entryAt({ set, ramps, models, edgeMs, marks }: Winners, atMs: number): TimelineEntry {
  const moved = ramps.map((step) => {
    const ramp = step.ramp as Ramp;
    return [ramp.setting, rampText(ramp, shareAt(step, atMs))] as const;
  });
  const mark = atMs === edgeMs && marks.length > 0 ? marks.join('; ') : null;
  return { atMs, changes: { ...set, ...Object.fromEntries(moved) }, models, mark };
}

function ticksOf({ ramp, forMs }: ScenarioStep): { readonly count: number; readonly everyMs: number } {
  if (ramp === null) return { count: 0, everyMs: RAMP_TICK_MS };
  const everyMs = Math.max(RAMP_TICK_MS, Math.ceil(forMs / RAMP_TICKS_MAX));
  return { count: Math.ceil(forMs / everyMs), everyMs };
}

/** How much of its way a ramp has gone: nothing in its first part, all in its last. */
function shareAt(step: ScenarioStep, atMs: number): number {
  const { count, everyMs } = ticksOf(step);
  return count === 1 ? 1 : Math.floor((atMs - step.atMs) / everyMs) / (count - 1);
}

/** The same for the same changes, whatever the order in which they came about. */
function signatureOf({ changes, models }: Pick<TimelineEntry, 'changes' | 'models'>): string {
  const sorted = (map: object) => Object.entries(map).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([sorted(changes), sorted(models)]);
}
