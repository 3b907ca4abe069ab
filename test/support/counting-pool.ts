/**
 * What a TokenCounter is given in its tests: a pool that answers when the test says so, a budget, a request and a plan.
 */
import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createFixedContent } from '../../dist/behavior/content/content.js';
import type { Plan } from '../../dist/behavior/plan/plan.js';
import { createRandom } from '../../dist/behavior/random/random.js';
import type { ModelRequest } from '../../dist/protocols/contract/protocol.js';
import { Defects } from '../../dist/shared/defects.js';
import { SharedState } from '../../dist/shared/state.js';
import type { CountJob } from '../../dist/workers/tasks.js';
import { type CountingPool, type TextBudget, TokenCounter } from '../../dist/workers/token-counter.js';

/** Counts a token a character when it is told to. */
export class SlowPool implements CountingPool {
  constructor(readonly threads: number) {}

  readonly tasks: { jobs: readonly CountJob[]; answer: (counts: Int32Array | null) => void }[] = [];

  countTokens(jobs: readonly CountJob[]): Promise<Int32Array | null> {
    return new Promise((answer) => this.tasks.push({ jobs, answer }));
  }

  async finish(index: number, failed = false): Promise<void> {
    const { jobs, answer } = this.tasks[index] ?? assert.fail();
    const counts = jobs.flatMap(({ texts, completion }) => [texts.join('').length, completion?.length ?? 0]);
    answer(failed ? null : Int32Array.from(counts));
    await nextTurn();
  }
}

export const DEFECTS = new Defects({
  state: SharedState.create(1),
  onDefect: (error) => {
    throw error;
  },
  now: () => 0,
});
/** Holds what it is asked to, up to a limit. */
export class Budget implements TextBudget {
  heldBytes = 0;
  constructor(private readonly bytesMax = Number.POSITIVE_INFINITY) {}

  tryHoldText(bytes: number): boolean {
    if (this.heldBytes + bytes > this.bytesMax) return false;
    this.heldBytes += bytes;
    return true;
  }

  freeText(bytes: number): void {
    this.heldBytes -= bytes;
  }
}

export const counterOf = (pool: CountingPool, budget = new Budget(), now = () => 0) =>
  new TokenCounter({ pool, budget, defects: DEFECTS, now });
export const REQUEST = { promptTokens: 7, tokensMax: null } as unknown as ModelRequest;
const content = createFixedContent('one two three');
export const PLAN = {
  ...content.pick(null, createRandom(1, 1)),
  firstMs: 100,
  totalMs: 500,
  limitMs: 900,
} as unknown as Plan;
/** Nothing cached, and nothing but texts. */
export const PLAIN = { media: null, cached: null };
export const promptOf = (...texts: string[]) => ({ texts, otherTokens: 6 });
