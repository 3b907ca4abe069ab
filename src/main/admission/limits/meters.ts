/**
 * What is left of each limit for one key, one model, or all. In each thread that serves.
 */
import { Bucket } from '../../../behavior/limits/bucket.js';
import type { ConcurrencyLimit, Limit } from '../../../behavior/limits/limit.js';
import type { Caller } from './callers.js';
import { RecentMap } from './recent-map.js';

/** How many requests a limit on requests at once counts. */
export class Running {
  constructor(
    readonly limit: ConcurrencyLimit,
    private readonly cells: Float64Array = new Float64Array(1),
    private readonly at = 0,
    /** Whether it has not been forgotten since. */
    readonly isKept: () => boolean = () => true,
  ) {}

  get active(): number {
    return this.cells[this.at] as number;
  }

  set active(active: number) {
    this.cells[this.at] = active;
  }
}

export type Meter = Bucket | Running;

export class Meters {
  readonly #meters = new Map<Limit, Meter>();

  /** Of these limits; others that were in force before are not looked at. */
  constructor(readonly limits: readonly Limit[]) {}

  /** The meter of one of the limits, a fresh one when it is first looked at. */
  of(limit: Limit, nowMs: number): Meter {
    const known = this.#meters.get(limit);
    if (known !== undefined) return known;
    const made = limit.counts === 'concurrent' ? new Running(limit) : new Bucket(limit, nowMs);
    this.#meters.set(limit, made);
    return made;
  }
}

/** Where meters lie. */
export interface MeterStore {
  /** Other limits hold from now on, and everybody begins anew. */
  replace(limits: readonly Limit[]): void;
  /** Does it while nothing else is done with any of them. */
  run<Given>(work: () => Given): Given;
  /** Within `run`: of a limit that holds for who asks. */
  of(limit: Limit, asker: { readonly caller: Caller; readonly model: string | null }, nowMs: number): Meter;
}

const MODELS_MAX = 10_000;

/** Those of a thread that serves alone. What is remembered of models is bounded; who was forgotten begins anew. */
export class OwnMeters implements MeterStore {
  #limits: readonly Limit[] = [];
  #all = new Meters([]);
  #models = new RecentMap<Meters>(MODELS_MAX);

  replace(limits: readonly Limit[]): void {
    this.#limits = limits;
    this.#all = new Meters(limits);
    this.#models = new RecentMap(MODELS_MAX);
  }

  run<Given>(work: () => Given): Given {
    return work();
  }

  of(limit: Limit, { caller, model }: Parameters<MeterStore['of']>[1], nowMs: number): Meter {
    if (limit.scope === 'all') return this.#all.of(limit, nowMs);
    if (limit.scope === 'key') return this.#ofCaller(caller).of(limit, nowMs);
    return this.#models.use(model ?? '', () => new Meters(this.#limits)).of(limit, nowMs);
  }

  #ofCaller(caller: Caller): Meters {
    if (caller.meters?.limits !== this.#limits) caller.meters = new Meters(this.#limits);
    return caller.meters;
  }
}
