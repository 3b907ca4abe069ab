import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DelayWheel } from '../../../../dist/main/replying/timing/delay-wheel.js';
import { type FakeLoop, withFakeLoop } from '../../../support/fake-loop.js';
import { Sleeper } from '../../../support/sleeper.js';

type Step =
  | {
      readonly do: 'insert';
      readonly count: number;
      readonly delayMs: number;
      readonly againMs: number | null;
    }
  | { readonly do: 'cancel'; readonly nth: number }
  | { readonly do: 'advance' | 'stall'; readonly ms: number }
  | { readonly do: 'fireTooEarly' };

const delayMs = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: 0, max: 400 }).map((tenths) => tenths / 10),
  fc.integer({ min: 16_380, max: 16_390 }),
  fc.integer({ min: 0, max: 50_000 }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('insert' as const),
      count: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 300 })),
      delayMs,
      againMs: fc.option(delayMs, { freq: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), nth: fc.nat() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('advance' as const),
      ms: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 20_000 })),
    }),
  },
  // Together below one turn of the wheel: after a longer stall the order is not promised.
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('stall' as const), ms: fc.integer({ min: 0, max: 400 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fireTooEarly' as const) }) },
);

/** The naive wheel: a list in the order of the inserts. */
interface Waits {
  readonly sleeper: Sleeper;
  readonly dueAtMs: number;
  againMs: number | null;
}

class Model {
  readonly wheel: DelayWheel;
  waiting: Waits[] = [];
  #lastTick = 0;
  #names = 0;

  constructor(private readonly loop: FakeLoop) {
    this.wheel = new DelayWheel(loop.now);
  }

  insert(delay: number, againMs: number | null): void {
    const sleeper = new Sleeper(this.#names++, (woken) => this.#onWoken(woken));
    this.#wait(sleeper, delay, againMs);
  }

  #wait(sleeper: Sleeper, delay: number, againMs: number | null): void {
    const dueAtMs = this.loop.now() + delay;
    this.waiting.push({ sleeper, dueAtMs, againMs });
    this.wheel.insert(sleeper, dueAtMs);
  }

  cancel(nth: number): void {
    const [cancelled] = this.waiting.splice(nth % Math.max(1, this.waiting.length), 1);
    if (cancelled !== undefined) this.wheel.cancel(cancelled.sleeper);
  }

  #onWoken(sleeper: Sleeper): void {
    const at = this.waiting.findIndex((waits) => waits.sleeper === sleeper);
    assert.notEqual(at, -1, `${sleeper.name} was woken and did not wait`);
    const [{ dueAtMs, againMs }] = this.waiting.splice(at, 1) as [Waits];
    assert.ok(dueAtMs <= this.loop.now(), `${sleeper.name} was woken early`);
    const tick = Math.ceil(dueAtMs);
    assert.ok(
      tick >= this.#lastTick,
      `${sleeper.name} of tick ${tick} was woken after tick ${this.#lastTick}`,
    );
    // Within one tick, whoever was inserted first, unless it is due later: a tick may be cut in two, and then the one
    // that is due in its first part is woken alone.
    const passedOver = this.waiting
      .slice(0, at)
      .find((waits) => Math.ceil(waits.dueAtMs) === tick && waits.dueAtMs <= dueAtMs);
    assert.equal(passedOver?.sleeper.name, undefined, `${sleeper.name} was woken before one of its tick`);
    this.#lastTick = tick;
    if (againMs !== null) this.#wait(sleeper, againMs, null);
  }

  /** With the loop idle, exactly what is not due yet still waits. */
  checkIdle(): void {
    for (const { sleeper, dueAtMs } of this.waiting) {
      assert.ok(Math.ceil(dueAtMs) > Math.floor(this.loop.now()), `${sleeper.name} is overdue`);
    }
    assert.equal(this.loop.armedTimers, this.waiting.length > 0 ? 1 : 0);
    assert.equal(this.loop.pendingImmediates, 0);
  }
}

function run(steps: readonly Step[], loop: FakeLoop): void {
  const model = new Model(loop);
  for (const each of steps) {
    if (each.do === 'insert') for (let i = 0; i < each.count; i++) model.insert(each.delayMs, each.againMs);
    else if (each.do === 'cancel') model.cancel(each.nth);
    else if (each.do === 'fireTooEarly') loop.fireTooEarly();
    else if (each.do === 'stall') loop.stall(each.ms);
    else {
      loop.advance(each.ms);
      model.checkIdle();
    }
    assert.equal(model.wheel.size, model.waiting.length);
  }
  loop.advance(120_000);
  model.checkIdle();
  assert.deepEqual([model.waiting.length, model.wheel.size], [0, 0]);
}

function insert(delayMs: number, againMs: number | null = null): Step {
  return { do: 'insert', count: 1, delayMs, againMs };
}

test('whatever is inserted, cancelled and stalled: each is woken once, by due time and then by insert, never early', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => withFakeLoop((loop) => run(steps, loop))),
    {
      numRuns: 250,
      // Something that lies a whole turn ahead, in the slot before, lets the wheel look in the middle of a tick.
      examples: [[[insert(29.1), insert(28.6), insert(27, 16_384)]]],
    },
  );
});
