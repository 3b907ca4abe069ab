/**
 * What a fault makes of a plan: when what comes, and what is said. Pure. What happens on the connection is left to the
 * exchange, which finds the fault in the plan.
 */
import { NO_TEXT } from '../content/no-text.js';
import type { Fault } from '../faults/fault.js';
import { AT_ONCE, type Pace } from './pace.js';
import type { Plan } from './plan.js';
import { refusal } from './refusal.js';

/** Long enough for two halves to be two packets, whatever gathers them on the way. */
export const SPLIT_MS = 20;
/** Longer than any server runs; the delay wheel counts in milliseconds. */
export const FOR_EVER_MS = 10 * 365 * 24 * 3_600_000;

/** Whether what `withFault` makes may serve many requests: what counts tokens may not. */
export function isShareable({ kind }: Fault, isStream: boolean): boolean {
  return !isStream || (kind !== 'stall' && kind !== 'split');
}

export function withFault(plan: Plan, fault: Fault, isStream: boolean): Plan {
  const planned: Plan = { ...plan, fault };
  switch (fault.kind) {
    case 'status':
    case 'reset':
    case 'close':
      return fault.late ? planned : { ...planned, firstMs: 0, totalMs: 0 };
    case 'hang': {
      const forMs = fault.forMs ?? FOR_EVER_MS;
      return { ...planned, firstMs: forMs, totalMs: forMs };
    }
    case 'empty':
      return plan.tokens === 0
        ? planned
        : { ...planned, text: NO_TEXT, tokens: 0, parts: null, stopText: null, finish: 'stop' };
    case 'filter':
      return { ...planned, finish: 'filter', stopText: null };
    case 'refusal':
      // Vectors are not said, and so cannot be refused.
      if (plan.tokens === 0) return planned;
      return { ...planned, ...refusal(plan.finish === 'length' ? plan.tokens : Infinity) };
    case 'slow':
      return slower(planned, fault.factor);
    case 'cut':
    case 'error':
      return isStream ? { ...planned, tokens: tokensAhead(fault, plan.tokens) } : planned;
    case 'stall':
      return isStream ? paused(planned, frameOf(fault, plan.tokens), fault.forMs ?? FOR_EVER_MS) : planned;
    case 'split':
      return isStream ? paused(planned, frameOf(fault, plan.tokens) + 1, SPLIT_MS) : planned;
    default:
      return planned;
  }
}

/** Nothing comes for so long once so many tokens have come. */
function paused(plan: Plan, tokens: number, forMs: number): Plan {
  const limitMs = plan.limitMs + forMs;
  if (tokens === 0) return { ...plan, firstMs: plan.firstMs + forMs, limitMs };
  return { ...plan, pace: new PausedPace(plan.pace, tokens, forMs), limitMs };
}

/** Owned by one answer, for it counts. */
class PausedPace implements Pace {
  #gaps = 0;

  constructor(
    private readonly pace: Pace,
    private readonly afterTokens: number,
    private readonly forMs: number,
  ) {}

  nextGapMs(): number {
    this.#gaps++;
    return this.pace.nextGapMs() + (this.#gaps === this.afterTokens ? this.forMs : 0);
  }

  /** Of a stream nothing is summed up. */
  sumOfGapsMs(count: number, limitMs: number): number {
    return this.pace.sumOfGapsMs(count, limitMs);
  }
}

/** No limit holds: what is to be slow beyond MAX_DELAY was asked for. */
function slower(plan: Plan, factor: number): Plan {
  const { firstMs, totalMs, limitMs, pace } = plan;
  return {
    ...plan,
    firstMs: firstMs * factor,
    totalMs: totalMs * factor,
    limitMs: limitMs * factor,
    pace: pace === AT_ONCE ? pace : new SlowPace(pace, factor),
  };
}

class SlowPace implements Pace {
  constructor(
    private readonly pace: Pace,
    private readonly factor: number,
  ) {}

  nextGapMs(): number {
    return this.pace.nextGapMs() * this.factor;
  }

  sumOfGapsMs(count: number, limitMs: number): number {
    return this.pace.sumOfGapsMs(count, limitMs / this.factor) * this.factor;
  }
}

/**
 * The frame of a stream that something is wrong with, or before which it pauses, from 0; with the first half of one that is split
 * another must follow.
 */
export function frameOf(fault: Fault, tokens: number): number {
  const last = fault.kind === 'split' ? tokens - 2 : tokens - 1;
  return Math.max(0, Math.min(tokensAhead(fault, tokens), last));
}

/** Tokens of an answer that come ahead of what happens in its middle: 0 to all of them. */
function tokensAhead({ share, tokens }: Fault, all: number): number {
  return Math.min(all, tokens ?? Math.floor(all * share));
}

/** Keeps what a fault makes of a plan that many requests share. */
export class FaultyPlans {
  readonly #whole = new WeakMap<Fault, Map<Plan, Plan>>();
  readonly #streamed = new WeakMap<Fault, Map<Plan, Plan>>();

  planOf(plan: Plan, fault: Fault, isStream: boolean): Plan {
    const all = isStream ? this.#streamed : this.#whole;
    const plans = all.get(fault) ?? new Map<Plan, Plan>();
    all.set(fault, plans);
    const made = plans.get(plan) ?? withFault(plan, fault, isStream);
    plans.set(plan, made);
    return made;
  }
}
