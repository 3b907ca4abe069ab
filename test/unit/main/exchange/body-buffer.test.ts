import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BodyBuffer } from '../../../../dist/main/exchange/body-buffer.js';
import { SIMPLE_BYTES_MAX } from '../../../../dist/main/exchange/simple-body.js';

/** A budget of so many bytes, as far as a body needs it. */
function budgetOf(bytes: number) {
  const budget = {
    held: 0,
    tryHold(more: number): boolean {
      if (budget.held + more > bytes) return false;
      budget.held += more;
      return true;
    },
    free(less: number): void {
      budget.held -= less;
    },
  };
  return budget;
}

const PLENTY = budgetOf(Number.POSITIVE_INFINITY);

test('an empty buffer has no content', () => {
  const body = new BodyBuffer(PLENTY, 5_000);
  assert.deepEqual([body.length, body.content().length], [0, 0]);
});

test('for any pieces, the content is their concatenation, though each is wiped after its call', () => {
  const lengths = fc.array(fc.oneof(fc.nat({ max: 3_000 }), fc.nat({ max: 300_000 })), { maxLength: 12 });
  fc.assert(
    fc.property(lengths, fc.nat({ max: 100 }), (pieceLengths, room) => {
      const total = pieceLengths.reduce((sum, length) => sum + length, 0);
      // 251 is prime: no two pieces of the pattern look alike by accident.
      const expected = Buffer.alloc(total, Buffer.from(Array.from({ length: 251 }, (_, index) => index)));
      const body = new BodyBuffer(PLENTY, total + room);
      for (const length of pieceLengths) {
        const lent = Buffer.from(expected.subarray(body.length, body.length + length));
        const before = body.length;
        body.append(lent);
        lent.fill(255);
        assert.equal(body.length, before + length);
      }
      const whole = Buffer.concat(body.memory().map((memory) => Buffer.from(memory))).subarray(0, total);
      assert.equal(Buffer.compare(whole, expected), 0);
      if (total <= SIMPLE_BYTES_MAX) assert.equal(Buffer.compare(body.content(), expected), 0);
    }),
    { numRuns: 200 },
  );
});

test('the memory starts at 1 KiB, doubles, and never goes above the limit', () => {
  const body = new BodyBuffer(PLENTY, 5_000);
  const capacities: number[] = [];
  for (let bytes = 0; bytes < 5_000; bytes++) {
    body.append(Buffer.from([bytes & 255]));
    const capacity = body.content().buffer.byteLength;
    if (capacities.at(-1) !== capacity) capacities.push(capacity);
  }
  assert.deepEqual(capacities, [1_024, 2_048, 4_096, 5_000]);
  assert.deepEqual(
    [...body.content()],
    Array.from({ length: 5_000 }, (_, index) => index & 255),
  );
});

test('a large piece gets the memory that it needs, and a limit below 1 KiB holds from the start', () => {
  const large = new BodyBuffer(PLENTY, 16_384);
  large.append(Buffer.alloc(9_000));
  assert.equal(large.content().buffer.byteLength, 9_000);
  const small = new BodyBuffer(PLENTY, 64);
  small.append(Buffer.alloc(10));
  assert.equal(small.content().buffer.byteLength, 64);
});

test('what is gathered is held by the budget until it is freed, and nothing is taken where there is no room', () => {
  const budget = budgetOf(3_000);
  const body = new BodyBuffer(budget, 16_384);
  assert.equal(body.append(Buffer.alloc(1_000)), true);
  assert.equal(budget.held, 1_024);
  assert.equal(body.append(Buffer.alloc(1_000)), true);
  assert.equal(budget.held, 2_048);
  assert.equal(body.append(Buffer.alloc(1_000)), false);
  assert.deepEqual([budget.held, body.length], [2_048, 2_000]);
  body.free();
  assert.equal(budget.held, 0);
});

test('above 256 KiB further memory is taken, of 1 MiB at the most, and what is there is not copied again', () => {
  const body = new BodyBuffer(PLENTY, 5_000_000);
  const piece = Buffer.alloc(262_144, 'x');
  const seen: ArrayBuffer[] = [];
  while (body.length + piece.length <= 5_000_000) {
    body.append(piece);
    const memory = body.memory();
    for (const [index, one] of seen.entries()) assert.equal(memory[index], one);
    seen.splice(0, seen.length, ...memory);
  }
  const sizes = seen.map(({ byteLength }) => byteLength);
  assert.deepEqual(sizes, [262_144, 262_144, 524_288, 1_048_576, 1_048_576, 1_048_576, 805_696]);
});
