/**
 * Holds requests to the rate limits: a request takes what it needs of every limit that holds for it, or of none. In each thread that serves.
 *
 * Everything happens in one turn of the loop, and under a lock where several threads serve, so that it is exact however many come at
 * once. What is remembered is bounded (meter-store.ts, shared-meters.ts); who was forgotten begins anew.
 */
import type { Limit, Rate } from '../../../behavior/limits/limit.js';
import { NamePattern } from '../../../behavior/models/name-pattern.js';
import type { LimitRefusal, Standing, Standings } from '../../../protocols/contract/limit-words.js';
import type { Caller } from './callers.js';
import { type MeterStore, OwnMeters } from './meter-store.js';
import { type Meter, Running } from './meters.js';

/** How soon a request that found too many others running may find fewer: nobody can know. */
const RUNNING_WAIT_MS = 1_000;

/** Who asks for what. `model` is null where it is not known. */
export interface Asker {
  readonly caller: Caller;
  readonly model: string | null;
}

export interface Need {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What a request has taken that it must give back once: its share of what may run at once. */
export type Grant = readonly Running[];

export class RateLimiter {
  #limits: readonly Limit[] = [];
  #patterns = new Map<Limit, NamePattern>();

  /** `now` is monotonic, in milliseconds, and the same for all who share the meters. */
  constructor(
    limits: readonly Limit[],
    private readonly now: () => number,
    private readonly meters: MeterStore = new OwnMeters(),
  ) {
    this.replace(limits);
  }

  /** Whether there is any limit. */
  get isOn(): boolean {
    return this.#limits.length > 0;
  }

  /** Other limits hold from now on, and everybody begins anew. */
  replace(limits: readonly Limit[]): void {
    this.#limits = limits;
    this.#patterns = new Map(
      limits.flatMap((limit) => (limit.pattern === null ? [] : [[limit, new NamePattern(limit.pattern)]])),
    );
    this.meters.replace(limits);
  }

  /** Takes what the request needs, or nothing, and gives back which limit keeps it waiting the longest. */
  take(asker: Asker, need: Need): Grant | LimitRefusal {
    return this.meters.run(() => this.#take(asker, need));
  }

  #take(asker: Asker, need: Need): Grant | LimitRefusal {
    const nowMs = this.#nowMs();
    const meters = this.#metersFor(asker, nowMs);
    let worst: LimitRefusal | null = null;
    for (const meter of meters) {
      const refusal = refusalOf(meter, need, nowMs);
      if (refusal !== null && (worst === null || refusal.waitMs > worst.waitMs)) worst = refusal;
    }
    if (worst !== null) return worst;
    const running: Running[] = [];
    for (const meter of meters) {
      if (meter instanceof Running) {
        meter.active++;
        running.push(meter);
      } else {
        meter.take(unitsOf(meter.limit.counts, need));
      }
    }
    return running;
  }

  /** Gives back what a request has held while it ran. */
  release(grant: Grant): void {
    if (grant.length === 0) return;
    this.meters.run(() => {
      for (const running of grant) if (running.isKept()) running.active--;
    });
  }

  /** What the next request would find: of each rate, the limit of which the least is left. */
  standings(asker: Asker): Standings {
    return this.meters.run(() => this.#standings(asker));
  }

  #standings(asker: Asker): Standings {
    const nowMs = this.#nowMs();
    const found: { [One in Rate]?: Standing } = {};
    for (const meter of this.#metersFor(asker, nowMs)) {
      if (meter instanceof Running) continue;
      const { counts, burst } = meter.limit;
      const standing = { limit: burst, remaining: meter.remaining(nowMs), resetMs: meter.fullInMs(nowMs) };
      const other = found[counts];
      if (other === undefined || standing.remaining < other.remaining) found[counts] = standing;
    }
    return found;
  }

  #nowMs(): number {
    return Math.floor(this.now());
  }

  /** The meters of all limits that hold for it. */
  #metersFor(asker: Asker, nowMs: number): readonly Meter[] {
    const { model } = asker;
    const holds = (limit: Limit): boolean =>
      limit.scope !== 'model' || (model !== null && this.#patterns.get(limit)?.fits(model) !== false);
    return this.#limits.filter(holds).map((limit) => this.meters.of(limit, asker, nowMs));
  }
}

function unitsOf(counts: Rate, { inputTokens, outputTokens }: Need): number {
  switch (counts) {
    case 'requests':
      return 1;
    case 'input_tokens':
      return inputTokens;
    case 'output_tokens':
      return outputTokens;
    case 'tokens':
      return inputTokens + outputTokens;
  }
}

/** Why a meter does not let a request through; null where it does. */
function refusalOf(meter: Meter, need: Need, nowMs: number): LimitRefusal | null {
  if (meter instanceof Running) {
    const { limit, active } = meter;
    if (active < limit.amount) return null;
    return { limit, most: limit.amount, used: active, requested: 1, waitMs: RUNNING_WAIT_MS };
  }
  const { limit } = meter;
  const requested = unitsOf(limit.counts, need);
  const waitMs = meter.waitMs(requested, nowMs);
  if (waitMs === 0) return null;
  return { limit, most: limit.burst, used: limit.burst - meter.remaining(nowMs), requested, waitMs };
}
