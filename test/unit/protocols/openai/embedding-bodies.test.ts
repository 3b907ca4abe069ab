/**
 * Replies with embeddings as bytes that are made in slices, compared with the plain way of making them.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isReplyBody, WHOLE_BYTES_MAX } from '../../../../dist/protocols/contract/reply-body.js';
import { embeddingsProtocol } from '../../../../dist/protocols/openai/embeddings.js';
import { plainEmbeddings } from '../../../support/plain-embeddings.js';
import { accept, answerOf } from '../../../support/protocol-answers.js';
import { READINGS, readInSlices } from '../../../support/slices.js';

const ANSWER = answerOf({ usage: { promptTokens: 9, completionTokens: 0 } });

function bodyOf(model: string, input: readonly string[], dimensions: number, base64: boolean) {
  const format = base64 ? 'base64' : 'float';
  return embeddingsProtocol.encodeReply(
    accept(embeddingsProtocol, { model, input, dimensions, encoding_format: format }),
    ANSWER,
  );
}

test('any batch has the bytes that it always had, in slices of any size', () => {
  const inputs = fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }), {
    minLength: 1,
    maxLength: 30,
  });
  const dimensions = fc.oneof(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 3_072 }));
  const model = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });
  const seen = { short: 0, long: 0 };
  fc.assert(
    fc.property(
      model,
      inputs,
      dimensions,
      fc.boolean(),
      READINGS,
      (name, input, length, base64, readings) => {
        const expected = Buffer.from(plainEmbeddings(name, input, length, base64, 9));
        const body = bodyOf(name, input, length, base64);
        assert.equal(isReplyBody(body), expected.length > WHOLE_BYTES_MAX);
        assert.equal(body.length, expected.length);
        seen[isReplyBody(body) ? 'long' : 'short']++;
        const bytes = isReplyBody(body) ? readInSlices(body, readings) : Buffer.from(body);
        assert.equal(bytes.equals(expected), true);
      },
    ),
    { seed: 1, numRuns: 300 },
  );
  assert.equal(seen.short > 30 && seen.long > 30, true, JSON.stringify(seen));
});

test('of the largest batch any part is made without the rest', () => {
  const input = Array.from({ length: 2_048 }, (_, index) => `x${index}`);
  for (const base64 of [false, true]) {
    const body = bodyOf('m', input, 3_072, base64);
    if (!isReplyBody(body)) return assert.fail('not a body');
    const last = plainEmbeddings('m', input.slice(-1), 3_072, base64, 9);
    // Behind the head and the number, which is another.
    const end = Buffer.from(last.slice(last.indexOf('"embedding":')));
    const read: Buffer[] = [];
    for (let offset = body.length - end.length; offset < body.length; ) {
      read.push(Buffer.from(body.slice(offset, 10_000)));
      offset += read.at(-1)?.length ?? 0;
    }
    assert.equal(Buffer.concat(read).equals(end), true);
  }
});
