import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nextRequestId } from '../../../../dist/main/admission/request-id.js';
import { type Encode, StampedBytes } from '../../../../dist/main/transport/stamped-bytes.js';

const SECONDS = 1_795_000_000;

/** Stamped for many requests, in memory that all of them share: each as if it were encoded anew. */
function assertSame(encode: Encode): void {
  const stamped = StampedBytes.of(encode);
  assert.ok(stamped !== null);
  for (let count = 0; count < 600; count++) {
    const [id, seconds] = [nextRequestId(), SECONDS + Math.floor(count / 7)];
    assert.equal(stamped.stamp(id, seconds).toString(), String(encode(id, seconds)));
  }
}

test('a reply that is stamped is the reply that would be encoded: ids in both forms, several times, seconds or none', () => {
  assertSame(({ uuid }, seconds) => `{"id":"chatcmpl-${uuid}","created":${seconds},"text":"é 🦜"}`);
  assertSame(({ uuid, hex }) => `${hex}${uuid}-${hex} and ${uuid}`);
  assertSame((_, seconds) => `${seconds}${seconds}`);
  assertSame(() => 'always the same');
  assertSame(({ hex }) => Buffer.from(`req_${hex}`));
});

test('what a client says is never taken for an id or a second', () => {
  const marks = [
    '0',
    '1',
    '-',
    '0f1e2d3c',
    '1a2f3e4d',
    '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0',
    '1234567890',
    '2345678901',
  ];
  const text = fc.array(fc.constantFrom(...marks), { maxLength: 60 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, text, (before, between, behind) => {
      assertSame(({ uuid }, seconds) => `${before}${uuid}${between}${seconds}${behind}`);
    }),
    { numRuns: 60 },
  );
});

test('a reply that differs in anything else is not kept, nor one that cannot be had whole', () => {
  let count = 0;
  assert.equal(
    StampedBytes.of(({ uuid }) => `${uuid} ${count++}`),
    null,
  );
  assert.equal(
    StampedBytes.of(({ uuid }) => `${uuid}${'x'.repeat(count++)}`),
    null,
  );
  assert.equal(
    StampedBytes.of((_, seconds) => `${seconds + 1}`),
    null,
  );
  assert.equal(
    StampedBytes.of(() => null),
    null,
  );
});

test('what an API lends until its next reply is copied', () => {
  const lent = Buffer.alloc(36);
  const stamped = StampedBytes.of(({ uuid }) => {
    lent.write(uuid);
    return lent;
  });
  const id = nextRequestId();
  lent.fill('?');
  assert.equal(stamped?.stamp(id, SECONDS).toString(), id.uuid);
});
