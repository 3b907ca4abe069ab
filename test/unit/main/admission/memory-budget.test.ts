import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBudget } from '../../../../dist/main/admission/memory-budget.js';
import { SharedState } from '../../../../dist/shared/state.js';

/** What one reply that waits for its client counts. */
const SLOW_READER_BYTES = 49_152;

function budgetOf(bytes: number, heapBytesMax = Number.POSITIVE_INFINITY) {
  const state = SharedState.create(1);
  state.bufferedBytesMax = bytes;
  return { state, budget: new MemoryBudget(state, heapBytesMax) };
}

test('what is held is counted, never above the bound, and given back', () => {
  const { state, budget } = budgetOf(100);
  assert.deepEqual([budget.tryHold(60), budget.tryHold(41), budget.tryHold(40)], [true, false, true]);
  assert.deepEqual([state.bufferedBytes, budget.hasRoom(0), budget.hasRoom(1)], [100, true, false]);
  budget.free(60);
  assert.deepEqual([state.bufferedBytes, budget.tryHold(60)], [40, true]);
});

test('without room, whoever has read nothing for the longest is cut off, and a client that reads is not', () => {
  const { state, budget } = budgetOf(3 * SLOW_READER_BYTES);
  const cut: string[] = [];
  const reader = (name: string) => {
    const self = {
      cutOff(): void {
        cut.push(name);
        budget.leave(self);
      },
    };
    return self;
  };
  const [a, b, c, d, e] = [reader('a'), reader('b'), reader('c'), reader('d'), reader('e')];
  for (const one of [a, b, c]) budget.join(one);
  // b has read, and waits anew.
  budget.leave(b);
  for (const one of [b, d, e]) budget.join(one);
  assert.deepEqual(cut, ['a', 'c']);
  assert.equal(state.bufferedBytes, 3 * SLOW_READER_BYTES);
  for (const one of [a, b, d, e]) budget.leave(one);
  assert.equal(state.bufferedBytes, 0);
});

test('texts that lie in the heap take no more than a quarter of it, whatever room there is', () => {
  const { state, budget } = budgetOf(1_000, 400);
  assert.deepEqual(
    [budget.tryHoldText(60), budget.tryHoldText(41), budget.tryHoldText(40)],
    [true, false, true],
  );
  assert.equal(budget.tryHold(900), true);
  budget.freeText(60);
  assert.deepEqual([state.bufferedBytes, budget.tryHoldText(60)], [940, true]);
  budget.freeText(60);
  budget.freeText(40);
  budget.free(900);
  assert.equal(state.bufferedBytes, 0);
});
