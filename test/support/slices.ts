// Owns: reading a reply body in slices, as a socket would. Runs on: the test process.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ReplyBody } from '../../dist/protocols/contract/reply-body.js';

/** How much a socket takes at a time, round after round, and whether it is asked to take the same again. */
export interface Reading {
  readonly size: number;
  readonly again: boolean;
}

export const READINGS: fc.Arbitrary<readonly Reading[]> = fc.array(
  fc.record({
    size: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 70_000 })),
    again: fc.boolean(),
  }),
  { minLength: 1, maxLength: 6 },
);

/** All slices of a body together, each of a size that was wanted; fails if the same offset gives other bytes the second time. */
export function readInSlices(body: ReplyBody, readings: readonly Reading[]): Buffer {
  const slices: Buffer[] = [];
  let offset = 0;
  for (let turn = 0; offset < body.length; turn++) {
    const { size, again } = readings[turn % readings.length] as Reading;
    const slice = Buffer.from(body.slice(offset, size));
    assert.equal(slice.length >= 1 && slice.length <= size, true);
    if (again) {
      // The socket took a part of it: the rest is asked for again, from the middle and from its start.
      const middle = slice.length >> 1;
      assert.deepEqual(Buffer.from(body.slice(offset, size)), slice);
      if (middle > 0) {
        const rest = Buffer.from(body.slice(offset + middle, slice.length - middle));
        assert.deepEqual(rest, slice.subarray(middle, middle + rest.length));
        slices.push(slice.subarray(0, middle), rest);
        offset += middle + rest.length;
        continue;
      }
    }
    slices.push(slice);
    offset += slice.length;
  }
  return Buffer.concat(slices);
}
