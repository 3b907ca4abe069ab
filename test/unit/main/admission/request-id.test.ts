import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextRequestId } from '../../../../dist/main/admission/request-id.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('an id is a version 4 UUID, and the same without dashes', () => {
  for (let count = 0; count < 1_000; count++) {
    const { uuid, hex } = nextRequestId();
    assert.match(uuid, UUID);
    assert.equal(hex, uuid.replaceAll('-', ''));
  }
});

test('no two of a million ids are the same', () => {
  const seen = new Set<string>();
  for (let count = 0; count < 1_000_000; count++) seen.add(nextRequestId().uuid);
  assert.equal(seen.size, 1_000_000);
});

test('ids that follow one another share their start and do not look counted', () => {
  const ids = Array.from({ length: 1_000 }, () => nextRequestId().hex);
  assert.equal(new Set(ids.map((hex) => hex.slice(0, 24))).size, 1);
  const ends = ids.map((hex) => hex.slice(30));
  // By the first digit of the last byte: a count would keep it for sixteen ids.
  const kept = ends.filter((end, index) => end[0] === ends[index + 1]?.[0]);
  assert.ok(kept.length < 100, `${kept.length}`);
});
