import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BodyBuffer } from '../../dist/main/body-buffer.js';

test('an empty buffer has no content', () => {
  const body = new BodyBuffer();
  assert.deepEqual([body.length, body.content().length], [0, 0]);
});

test('for any pieces, the content is their concatenation, though each is wiped after its call', () => {
  const lengths = fc.array(fc.nat({ max: 3_000 }), { maxLength: 12 });
  fc.assert(
    fc.property(lengths, fc.nat({ max: 100 }), (pieceLengths, room) => {
      const total = pieceLengths.reduce((sum, length) => sum + length, 0);
      // 251 is prime: no two pieces of the pattern look alike by accident.
      const expected = Buffer.from(Array.from({ length: total }, (_, index) => index % 251));
      const body = new BodyBuffer();
      for (const length of pieceLengths) {
        const lent = Buffer.from(expected.subarray(body.length, body.length + length));
        const before = body.length;
        body.append(lent, total + room);
        lent.fill(255);
        assert.equal(body.length, before + length);
      }
      assert.equal(Buffer.compare(body.content(), expected), 0);
    }),
    { numRuns: 200 },
  );
});

test('the memory starts at 1 KiB, doubles, and never goes above the limit', () => {
  const body = new BodyBuffer();
  const capacities: number[] = [];
  for (let bytes = 0; bytes < 5_000; bytes++) {
    body.append(Buffer.from([bytes & 255]), 5_000);
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
  const large = new BodyBuffer();
  large.append(Buffer.alloc(9_000), 16_384);
  assert.equal(large.content().buffer.byteLength, 9_000);
  const small = new BodyBuffer();
  small.append(Buffer.alloc(10), 64);
  assert.equal(small.content().buffer.byteLength, 64);
});
