/** Whose turn it is: shares by the binomial bound, by the seed alone, and counts that are bounded. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FaultMix } from '../../../../dist/behavior/faults/fault.js';
import { formatFault } from '../../../../dist/behavior/faults/format.js';
import { parseFaults } from '../../../../dist/behavior/faults/parse.js';
import { FaultTurns } from '../../../../dist/behavior/faults/turns.js';
import { hashBytes } from '../../../../dist/behavior/random/hash.js';

const REQUESTS = 100_000;

function mixOf(text: string): FaultMix {
  const read = parseFaults(text);
  assert.ok(read.ok);
  return read.mix;
}

const hashOf = (request: number) => () => hashBytes(Buffer.from(`{"request":${request}}`));
const noHash = (): number => assert.fail('a hash was asked for');

/** The faults of as many requests of one model, without a seed. */
function faultsOf(turns: FaultTurns, mix: FaultMix, count: number, who = 'm'): (string | null)[] {
  return Array.from({ length: count }, () => {
    const fault = turns.faultOf(mix, null, noHash, who);
    return fault && formatFault(fault);
  });
}

for (const seed of [null, 7]) {
  test(`each share is met within 4 sigma of ${REQUESTS} requests ${seed === null ? 'by chance' : 'with a seed'}`, () => {
    const shares = { '429': 0.05, '500': 0.01, reset: 0.005, cut: 0.3 };
    const mix = mixOf('5%:429,1%:500,0.5%:reset,30%:cut');
    const turns = new FaultTurns(1);
    const hits = new Map<string, number>();
    for (let request = 0; request < REQUESTS; request++) {
      const fault = turns.faultOf(mix, seed, hashOf(request), 'm');
      if (fault === null) continue;
      hits.set(formatFault(fault), (hits.get(formatFault(fault)) ?? 0) + 1);
    }
    for (const [kind, share] of Object.entries(shares)) {
      const sigma = Math.sqrt(REQUESTS * share * (1 - share));
      const off = Math.abs((hits.get(kind) ?? 0) - REQUESTS * share);
      assert.ok(off <= 4 * sigma, `${kind}: ${hits.get(kind)} is ${(off / sigma).toFixed(1)} sigma off`);
    }
  });
}

test('with a seed the same requests have the same faults in whatever order they come, and others with another seed', () => {
  const mix = mixOf('20%:429,20%:reset');
  const run = (seed: number, order: readonly number[]) => {
    const turns = new FaultTurns(Math.random() * 2 ** 32);
    const hit = order.map((request) => [request, turns.faultOf(mix, seed, hashOf(request), 'm')] as const);
    return hit.sort(([one], [other]) => one - other).map(([, fault]) => fault?.kind ?? null);
  };
  const order = Array.from({ length: 1_000 }, (_, index) => index);
  const shuffled = order.map((index) => (index * 337) % 1_000);
  const one = run(7, order);
  assert.deepEqual(run(7, shuffled), one);
  assert.notDeepEqual(run(8, order), one);
});

test('the shares of all may be 100 %, and then no request is without a fault; none has one of 0 %', () => {
  const turns = new FaultTurns(1);
  assert.equal(faultsOf(turns, mixOf('33.333%:429,33.333%:500,33.334%:503'), 10_000).includes(null), false);
  assert.deepEqual(new Set(faultsOf(turns, mixOf('0%:429'), 10_000)), new Set([null]));
  assert.deepEqual(new Set(faultsOf(turns, mixOf('429'), 10_000)), new Set(['429']));
  assert.deepEqual(faultsOf(turns, mixOf('none'), 1), [null]);
});

test('the first requests of each name have it, then none; each so manieth has it, for ever', () => {
  const turns = new FaultTurns(1);
  const mix = mixOf('first(2):503,every(3):500');
  assert.deepEqual(faultsOf(turns, mix, 7), ['503', '503', '500', null, null, '500', null]);
  assert.deepEqual(faultsOf(turns, mix, 1, 'other'), ['503']);
  assert.deepEqual(faultsOf(turns, mix, 2), [null, '500']);
  turns.forget();
  assert.deepEqual(faultsOf(turns, mix, 1), ['503']);
});

test('counted faults come ahead of chance, and a mix that is read anew counts anew', () => {
  const turns = new FaultTurns(1);
  const text = '100%:429,first(1):503';
  assert.deepEqual(faultsOf(turns, mixOf(text), 2), ['503', '429']);
  assert.deepEqual(faultsOf(turns, mixOf(text), 2), ['503', '429']);
});

test('10,000 names are counted, and whoever was not seen for the longest is forgotten first', () => {
  const turns = new FaultTurns(1);
  const mix = mixOf('first(1):503');
  for (let name = 0; name < 10_000; name++) assert.deepEqual(faultsOf(turns, mix, 1, `${name}`), ['503']);
  assert.deepEqual(faultsOf(turns, mix, 1, '0'), [null]);
  // One more: 1 goes, for 0 was seen just now.
  assert.deepEqual(faultsOf(turns, mix, 1, 'new'), ['503']);
  assert.deepEqual(faultsOf(turns, mix, 1, '0'), [null]);
  assert.deepEqual(faultsOf(turns, mix, 1, '1'), ['503']);
});
