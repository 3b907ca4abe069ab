/** Whole answers that are wrong in their bytes, short and long ones. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alteredReply, bodyOf } from '../../../../dist/main/reading/altered-reply.js';
import {
  BytesBody,
  bytesIn,
  isReplyBody,
  type ReplyBody,
  SLICE_BYTES_MAX,
  SLICE_MEMORY,
  WHOLE_BYTES_MAX,
} from '../../../../dist/protocols/contract/reply-body.js';

/** Its slices lie in the memory that all bodies share, as those of the real ones. */
class SharedMemoryBody extends BytesBody {
  override slice(offset: number, bytesMax: number): Buffer {
    const length = super.slice(offset, Math.min(bytesMax, SLICE_BYTES_MAX)).copy(SLICE_MEMORY);
    return SLICE_MEMORY.subarray(0, length);
  }
}

function jsonOf(bytes: number): string {
  const frame = '{"id":"a","text":""}';
  return frame.replace('""', `"${'é'.repeat(Math.max(0, bytes - frame.length) / 2)}"`);
}

/** All its bytes, in slices of at most so many. */
function bytesOf(reply: string | Buffer | ReplyBody, bytesMax: number): string {
  if (!isReplyBody(reply)) return reply.toString();
  const slices: Buffer[] = [];
  for (let offset = 0; offset < reply.length; ) {
    const slice = reply.slice(offset, bytesMax);
    assert.ok(slice.length > 0 && slice.length <= bytesMax, `${slice.length} bytes at ${offset}`);
    slices.push(Buffer.from(slice));
    offset += slice.length;
  }
  return Buffer.concat(slices).toString();
}

for (const [name, size, make] of [
  ['a short text', 100, (text: string) => text],
  ['a short buffer', 100, (text: string) => Buffer.from(text)],
  ['a long body', WHOLE_BYTES_MAX + 1, (text: string) => new SharedMemoryBody(Buffer.from(text))],
  [
    'a body of several slices',
    3 * SLICE_BYTES_MAX,
    (text: string) => new SharedMemoryBody(Buffer.from(text)),
  ],
] as const) {
  const text = jsonOf(size);
  const altered = (kind: Parameters<typeof alteredReply>[0], bytesMax: number) => {
    const reply = alteredReply(kind, () => make(text));
    // What a transport takes for a large reply would be over before its turn has come.
    assert.equal(isReplyBody(reply), bytesIn(reply) > WHOLE_BYTES_MAX, kind);
    const body = bytesOf(reply, bytesMax);
    assert.equal(Buffer.byteLength(body), bytesIn(reply), kind);
    return body;
  };
  for (const bytesMax of [SLICE_BYTES_MAX, 37]) {
    test(`${name} in slices of ${bytesMax} comes without its end, twice, without a colon, not at all, or as it is`, () => {
      assert.equal(altered('unfinished', bytesMax), text.slice(0, -1));
      assert.equal(altered('duplicate', bytesMax), text + text);
      assert.equal(altered('broken', bytesMax), text.replace(':', ';'));
      assert.equal(altered('blank', bytesMax), '');
      for (const kind of ['filter', 'slow', 'empty', 'split', 'cut'] as const)
        assert.equal(altered(kind, bytesMax), text);
    });
  }
}

test('what is altered is a copy: bytes that others share stay as they are', () => {
  const shared = Buffer.from('{"a":1}');
  const before = shared.toString();
  bytesOf(
    alteredReply('broken', () => shared),
    100,
  );
  assert.equal(shared.toString(), before);
  bodyOf(shared).slice(0, 100).fill(0);
  assert.equal(shared.toString(), before);
});
