import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventLines } from '../../../../dist/main/calibrate/event-lines.js';

test('events are the same, however their bytes are cut', () => {
  const bytes = Buffer.from(
    'event: x\ndata: {"a":"é"}\r\n\r\n: still there\n\ndata: {"b":2}\n\ndata: [DONE]\n\n',
  );
  for (const size of [1, 2, 3, 7, bytes.length]) {
    const lines = new EventLines();
    const events: unknown[] = [];
    for (let at = 0; at < bytes.length; at += size) events.push(...lines.take(bytes.subarray(at, at + size)));
    assert.deepEqual(events, [{ a: 'é' }, { b: 2 }], `cut every ${size} bytes`);
  }
});

test('data that is no JSON tells nothing, and does not end the stream', () => {
  assert.deepEqual(new EventLines().take(Buffer.from('data: {broken\n\ndata: {"a":1}\n')), [null, { a: 1 }]);
});

test('a line without an end is refused before it fills the memory', () => {
  const lines = new EventLines();
  const piece = Buffer.alloc(600_000, 'x');
  lines.take(piece);
  assert.throws(() => lines.take(piece), /has no end/);
});
