import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Waiter, WaitingLine } from '../../../../dist/main/admission/waiting-line.js';
import type { ApiError } from '../../../../dist/shared/errors.js';
import { SharedState } from '../../../../dist/shared/state.js';
import { type FakeLoop, withFakeLoop } from '../../../support/fake-loop.js';

/** Waits, and notes what becomes of it. */
class Guest implements Waiter {
  lineNext: Waiter | null = null;
  lineTicket = 0;
  linePrevious: Waiter | null = null;

  constructor(
    readonly name: number,
    private readonly served: number[],
    private readonly onServed: () => void = () => {},
  ) {}

  onSlot(): void {
    this.served.push(this.name);
    this.onServed();
  }

  onTurnedAway({ message }: ApiError): void {
    this.served.push(message === 'away' ? -this.name : Number.NaN);
  }

  onFault(error: unknown): void {
    assert.equal((error as Error).message, 'broken');
    this.served.push(1_000 + this.name);
  }
}

function lineOf(slotsMax: number, placesMax: number) {
  const state = SharedState.create(slotsMax);
  return { state, line: new WaitingLine(state, placesMax, 1_000), served: [] as number[] };
}

/** Lets everything happen that is to happen without the time going by. */
function settle(loop: FakeLoop): void {
  while (loop.pendingImmediates > 0) loop.turn();
}

test('for any joins, leaves, freed slots and moved caps, slots go to whoever has waited longest, and never above the cap', () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('come' as const) }),
      fc.record({ kind: fc.constant('leave' as const), who: fc.nat() }),
      fc.record({ kind: fc.constant('free' as const) }),
      fc.record({ kind: fc.constant('cap' as const), slotsMax: fc.integer({ min: 1, max: 6 }) }),
      fc.record({ kind: fc.constant('turn' as const) }),
    ),
    { maxLength: 80 },
  );
  fc.assert(
    fc.property(steps, fc.nat({ max: 8 }), (all, placesMax) =>
      withFakeLoop((loop) => {
        const { state, line, served } = lineOf(2, placesMax);
        /** What the line should be: a plain array. */
        let model: Guest[] = [];
        const expected: number[] = [];
        let active = 0;
        let cap = 2;
        const serve = (): void => {
          while (active < cap && model.length > 0) {
            expected.push((model.shift() as Guest).name);
            active++;
          }
        };
        for (const [index, step] of all.entries()) {
          if (step.kind === 'come') {
            const guest = new Guest(index, served);
            if (line.length === 0 && state.tryAcquireSlot()) active++;
            else if (line.takePlace()) {
              line.join(guest);
              model.push(guest);
            } else assert.equal(model.length, placesMax);
          } else if (step.kind === 'leave' && model.length > 0) {
            const [guest] = model.splice(step.who % model.length, 1);
            line.leave(guest as Guest);
          } else if (step.kind === 'free' && active > 0) {
            state.releaseSlot();
            active--;
            line.wake();
          } else if (step.kind === 'cap') {
            cap = step.slotsMax;
            state.slotsMax = cap;
            line.wake();
          }
          // Slots are given in the next turn: until then others may come, and leave.
          if (step.kind === 'turn') {
            settle(loop);
            serve();
            assert.deepEqual(served, expected);
            assert.equal(state.active, active);
          }
          assert.equal(line.length, model.length);
          assert.equal(state.queueLength, model.length);
        }
        settle(loop);
        serve();
        assert.deepEqual(served, expected);
        for (const guest of model) line.leave(guest);
        model = [];
        assert.equal(state.queueLength, 0);
      }),
    ),
    { numRuns: 500 },
  );
});

test('slots are given in batches of 128, a batch a turn, also to requests that free theirs at once', () => {
  withFakeLoop((loop) => {
    const { state, line, served } = lineOf(1, 1_000);
    assert.equal(state.tryAcquireSlot(), true);
    for (let name = 0; name < 300; name++) {
      line.takePlace();
      line.join(
        new Guest(name, served, () => {
          state.releaseSlot();
          line.wake();
        }),
      );
    }
    settle(loop);
    assert.deepEqual(served, []);
    state.releaseSlot();
    line.wake();
    const counts: number[] = [];
    while (loop.pendingImmediates > 0) {
      loop.turn();
      counts.push(served.length);
    }
    assert.deepEqual(counts, [128, 256, 300]);
    assert.deepEqual(served, [...Array(300).keys()]);
    assert.deepEqual([state.active, state.peak, state.queueLength], [0, 1, 0]);
  });
});

test('all who wait are turned away in their order, and one that breaks hinders none', () => {
  withFakeLoop((loop) => {
    const { state, line, served } = lineOf(1, 10);
    state.tryAcquireSlot();
    const broken = new Guest(2, served);
    broken.onTurnedAway = () => {
      throw new Error('broken');
    };
    for (const guest of [new Guest(1, served), broken, new Guest(3, served)]) {
      line.takePlace();
      line.join(guest);
    }
    line.turnAllAway({ message: 'away' } as ApiError);
    assert.deepEqual(served, [-1, 1_002, -3]);
    settle(loop);
    assert.equal(state.queueLength, 0);
  });
});
