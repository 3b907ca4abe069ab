/**
 * What a fault makes of a plan: when what comes, and what is said. Pure. What happens on the connection is left to the
 * exchange, which finds the fault in the plan.
 */
import { NO_TEXT } from '../content/no-text.js';
import type { Pace } from '../plan/pace.js';
import { AT_ONCE } from '../plan/pace.js';
import type { Plan } from '../plan/plan.js';
import type { Fault } from './fault.js';

/** Longer than any server runs; the delay wheel counts in milliseconds. */
export const FOR_EVER_MS = 10 * 365 * 24 * 3_600_000;

export function withFault(plan: Plan, fault: Fault): Plan {
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
        : { ...planned, text: NO_TEXT, tokens: 0, stopText: null, finish: 'stop' };
    case 'filter':
      return { ...planned, finish: 'filter', stopText: null };
    case 'slow':
      return slower(planned, fault.factor);
    default:
      return planned;
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

/** Tokens of an answer that come ahead of what happens in its middle: 0 to all of them. */
export function tokensAhead({ share, tokens }: Fault, all: number): number {
  return Math.min(all, tokens ?? Math.floor(all * share));
}
