import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryWatch } from '../../../../../dist/main/process/memory/memory-watch.js';

test('memory is told to be near its limit from 85 % on, once, and again only after it fell below 80 %', () => {
  const told: number[] = [];
  const look = createMemoryWatch(({ usedBytes }) => told.push(usedBytes));
  const see = (...uses: number[]) => {
    for (const usedBytes of uses) look({ usedBytes, totalBytes: 1_000 });
    return told.splice(0);
  };
  assert.deepEqual(see(100, 849), []);
  assert.deepEqual(see(850, 851, 960), [850]);
  assert.deepEqual(see(849, 800, 850, 999), []);
  assert.deepEqual(see(799, 849), []);
  assert.deepEqual(see(900), [900]);
});

test('before the first sample there is no limit to be near', () => {
  const look = createMemoryWatch(() => assert.fail('told'));
  look({ usedBytes: 0, totalBytes: 0 });
});
