/**
 * Owns the running of a timeline: at each of its moments what is in force is handed on, and at its end what was before comes
 * back. Whoever gives it clock and timer runs it; in the server that is the main thread. Must never add up sleeps: every
 * moment is counted from the start, so that a late one does not delay the next.
 */
import type { ModelChanges, SettingChanges } from './scenario.js';
import type { TimelineEntry } from './timeline.js';

/** The name under which the changes of a scenario lie over all others. */
const LAYER = 'scenario';
/** setTimeout takes no longer delay than 24 days; waking up once an hour costs nothing. */
const SLEEP_MS_MAX = 3_600_000;

/** Whether changes hold now; where one of them is wrong, all is as it was. */
type Taken = { readonly ok: true } | { readonly ok: false; readonly problems: readonly string[] };

/** Takes all changes at once: what was handed over before is replaced by what is handed over now. */
interface ScenarioTarget {
  layer(name: typeof LAYER, changes: SettingChanges, models: ModelChanges): Taken;
  /** What was before is in force again. */
  clear(name: typeof LAYER): unknown;
}

interface ScenarioTimers {
  /** Monotonic, in milliseconds. */
  now(): number;
  /** Calls back once, not much before the delay is over; what it gives is taken back by `clearTimer`. */
  setTimer(callback: () => void, delayMs: number): unknown;
  clearTimer(timer: unknown): void;
}

export interface ScenarioRunnerOptions {
  /** With at least its end. */
  readonly timeline: readonly TimelineEntry[];
  readonly target: ScenarioTarget;
  readonly timers: ScenarioTimers;
  /** Told how many entries of the timeline have passed, the last of them being in force: before the changes are; 0 at the end. */
  readonly onStep: (passed: number) => void;
  readonly onMark: (mark: string) => void;
  /** Told when changes were not taken: what was changed by hand may not go with them. The scenario goes on. */
  readonly onRefused: (problems: readonly string[]) => void;
  /** Told at the end, not when it is stopped. */
  readonly onDone: () => void;
}

/** Where a scenario is. */
export interface ScenarioPosition {
  /** Since its start. */
  readonly atMs: number;
  readonly endMs: number;
  /** The last mark that was passed. */
  readonly mark: string | null;
}

export class ScenarioRunner {
  readonly #options: ScenarioRunnerOptions;
  /** Null while it does not run. */
  #startedMs: number | null = null;
  /** Which run this is: whoever is told something may stop it, or start it anew. */
  #run = 0;
  #timer: unknown = null;
  /** Index of the next entry. */
  #next = 0;
  #mark: string | null = null;

  constructor(options: ScenarioRunnerOptions) {
    this.#options = options;
  }

  /** From the beginning, whether it runs already or not. */
  start(): void {
    this.stop();
    this.#startedMs = this.#options.timers.now();
    this.#advance(this.#startedMs);
  }

  /** Takes all changes back; nothing where it does not run. */
  stop(): void {
    if (this.#startedMs === null) return;
    this.#options.timers.clearTimer(this.#timer);
    this.#end();
  }

  /** Null while it does not run. */
  position(): ScenarioPosition | null {
    if (this.#startedMs === null) return null;
    const { timeline, timers } = this.#options;
    const endMs = timeline.at(-1)?.atMs ?? 0;
    return { atMs: Math.min(endMs, timers.now() - this.#startedMs), endMs, mark: this.#mark };
  }

  #end(): void {
    this.#run++;
    this.#startedMs = null;
    this.#timer = null;
    this.#next = 0;
    this.#mark = null;
    this.#options.target.clear(LAYER);
    this.#options.onStep(0);
  }

  #advance(startedMs: number): void {
    const { timeline, target, timers, onStep, onMark, onRefused, onDone } = this.#options;
    const atMs = timers.now() - startedMs;
    const from = this.#next;
    while ((timeline[this.#next]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs) this.#next++;
    const passed = timeline.slice(from, this.#next);
    const next = timeline[this.#next];
    // Of several that are due at once the last counts: what was in force before it is history.
    const due = passed.at(-1);
    const marks = passed.flatMap(({ mark }) => mark ?? []);
    this.#mark = marks.at(-1) ?? this.#mark;
    if (next === undefined) this.#end();
    else {
      const delayMs = Math.min(SLEEP_MS_MAX, next.atMs - atMs);
      this.#timer = timers.setTimer(() => this.#advance(startedMs), delayMs);
      if (due !== undefined) onStep(this.#next);
      const taken = due === undefined ? null : target.layer(LAYER, due.changes, due.models);
      if (taken?.ok === false) onRefused(taken.problems);
    }
    const run = this.#run;
    for (const mark of marks) {
      onMark(mark);
      if (this.#run !== run) return;
    }
    if (next === undefined) onDone();
  }
}
