/**
 * Where the meters of the rate limits lie: what that has to offer, and how it is in a thread that serves alone. With several threads see
 * shared-meters.ts.
 */
import type { Limit } from '../../../behavior/limits/limit.js';
import type { Caller } from './callers.js';
import { type Meter, Meters } from './meters.js';
import { RecentMap } from './recent-map.js';

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
