/**
 * Owns the scenario of the server: which one there is, whether it runs, and what has happened of it. Main thread. It says what is
 * to hold to steering, and what happens to whoever listens; must never tell of every moment, since a ramp has one a second.
 */
import type { Scenario } from '../../behavior/scenario/scenario.js';
import { ScenarioRunner } from '../../behavior/scenario/scenario-runner.js';
import {
  buildTimeline,
  finish,
  growTimeline,
  type InParts,
  type TimelineEntry,
} from '../../behavior/scenario/timeline.js';
import { findProblems } from '../../config/read/check-scenario.js';
import type { ScenarioState } from '../../shared/answers/control-answers.js';
import type { Timers } from '../replying/timing/delay-wheel.js';
import type { Steering } from './steering.js';

/** Of marks that have passed; the oldest are forgotten. */
export const MARKS_KEPT_MAX = 1_000;

export interface PassedMark {
  /** Since the epoch. */
  readonly timeMs: number;
  /** Since the start of the scenario. */
  readonly atMs: number;
  readonly mark: string;
}

/** What is worth a line in the log. */
export interface ScenarioEvent {
  readonly kind: 'started' | 'mark' | 'refused' | 'ended' | 'stopped';
  readonly name: string;
  /** Since its start. */
  readonly atMs: number;
  readonly mark?: string;
  /** Why what it says at this moment does not hold; told once, until something holds again. */
  readonly problems?: readonly string[];
}

export interface ScenarioStatus {
  readonly state: ScenarioState;
  readonly scenario: Scenario | null;
  /** Since its start; null while it does not run. */
  readonly atMs: number | null;
  readonly endMs: number | null;
  /** How many entries of the time line have passed, 0 while it does not run; and how many there are. */
  readonly passed: number;
  readonly entries: number;
  /** Of this run, or of the last one. */
  readonly marks: readonly PassedMark[];
  /** Why what it says now does not hold; empty where it does. */
  readonly refused: readonly string[];
}

export interface DirectorOptions {
  readonly scenario: Scenario | null;
  readonly steering: Pick<Steering, 'layer' | 'clear' | 'problemsOf'>;
  /** Monotonic, in milliseconds, and what waits by it. */
  readonly clock: Timers & { now(): number };
  /** Since the epoch, in milliseconds. */
  readonly timeMs: () => number;
  readonly onStep: (passed: number) => void;
  readonly onEvent: (event: ScenarioEvent) => void;
}

interface Loaded {
  readonly scenario: Scenario;
  readonly runner: ScenarioRunner;
  readonly entries: number;
  readonly endMs: number;
}

export class ScenarioDirector {
  #loaded: Loaded | null;
  #state: ScenarioState;
  #startedMs = 0;
  #passed = 0;
  #marks: PassedMark[] = [];
  #refused: readonly string[] = [];
  /** Whether what was said before did not hold either. */
  #wasRefused = false;

  constructor(private readonly options: DirectorOptions) {
    this.#loaded =
      options.scenario === null ? null : this.#load(options.scenario, buildTimeline(options.scenario));
    this.#state = this.#loaded === null ? 'none' : 'waiting';
  }

  /** From its beginning, whether it runs already or not; false where there is none. */
  start(): boolean {
    if (this.#loaded === null) return false;
    this.#marks = [];
    this.#refused = [];
    this.#state = 'running';
    this.#startedMs = this.options.clock.now();
    this.#tell('started');
    this.#loaded.runner.start();
    return true;
  }

  /** Another one takes its place, from its beginning; or every problem comes back, and nothing has changed. */
  play(scenario: Scenario): readonly string[] {
    return finish(this.playInParts(scenario));
  }

  /** As `play`, in parts: with many steps it takes a second, in which others want to be answered. */
  *playInParts(scenario: Scenario): InParts<readonly string[]> {
    const { steering } = this.options;
    const timeline = yield* growTimeline(scenario);
    const problems = yield* findProblems(scenario, timeline, ({ changes, models }) =>
      steering.problemsOf('scenario', changes, models),
    );
    if (problems.length > 0) return problems;
    this.stop();
    this.#loaded = this.#load(scenario, timeline);
    this.start();
    return [];
  }

  /** What was before is in force again; nothing where it does not run. */
  stop(): void {
    if (this.#loaded === null || this.#state !== 'running') return;
    this.#loaded.runner.stop();
    this.#state = 'stopped';
    this.#tell('stopped');
  }

  get status(): ScenarioStatus {
    const loaded = this.#loaded;
    return {
      state: this.#state,
      scenario: loaded?.scenario ?? null,
      atMs: loaded?.runner.position()?.atMs ?? null,
      endMs: loaded?.endMs ?? null,
      passed: this.#passed,
      entries: loaded?.entries ?? 0,
      marks: this.#marks,
      refused: this.#refused,
    };
  }

  #load(scenario: Scenario, timeline: readonly TimelineEntry[]): Loaded {
    const { steering, clock, onStep } = this.options;
    const runner = new ScenarioRunner({
      timeline,
      target: steering,
      timers: {
        now: () => clock.now(),
        setTimer: (callback, delayMs) => clock.setTimeout(callback, delayMs),
        clearTimer: (timer) => clock.clearTimeout(timer),
      },
      onStep: (passed) => {
        this.#passed = passed;
        this.#wasRefused = this.#refused.length > 0;
        this.#refused = [];
        onStep(passed);
      },
      onMark: (mark) => {
        this.#marks.push({ timeMs: this.options.timeMs(), atMs: this.#sinceStartMs(), mark });
        if (this.#marks.length > MARKS_KEPT_MAX) this.#marks.shift();
        this.#tell('mark', { mark });
      },
      onRefused: (problems) => {
        this.#refused = problems;
        if (!this.#wasRefused) this.#tell('refused', { problems });
      },
      onDone: () => {
        this.#state = 'done';
        this.#tell('ended');
      },
    });
    return { scenario, runner, entries: timeline.length, endMs: timeline.at(-1)?.atMs ?? 0 };
  }

  #sinceStartMs(): number {
    return Math.round(this.options.clock.now() - this.#startedMs);
  }

  #tell(kind: ScenarioEvent['kind'], more: Pick<ScenarioEvent, 'mark' | 'problems'> = {}): void {
    const name = this.#loaded?.scenario.name ?? '';
    this.options.onEvent({ kind, name, atMs: this.#sinceStartMs(), ...more });
  }
}
