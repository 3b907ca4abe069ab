/** Whatever the parameters hold: a body is answered, whole and streamed, in JSON, or refused with a path. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Protocol } from '../../../../dist/protocols/contract/protocol.js';
import { textEmbeddingProtocol } from '../../../../dist/protocols/dashscope-native/embeddings.js';
import { PARAMETER_FIELDS } from '../../../../dist/protocols/dashscope-native/fields.js';
import {
  multimodalGenerationProtocol,
  textGenerationProtocol,
} from '../../../../dist/protocols/dashscope-native/generation.js';
import { textRerankProtocol } from '../../../../dist/protocols/dashscope-native/rerank.js';
import { answerOf, textOf, wholeText } from '../../../support/protocol-answers.js';

const INPUT = {
  messages: [{ role: 'user', content: 'x' }],
  texts: ['x'],
  query: 'x',
  documents: ['x', { text: 'y' }, { other: 7 }],
};
const PROTOCOLS: readonly Protocol[] = [
  textGenerationProtocol,
  multimodalGenerationProtocol,
  textEmbeddingProtocol,
  textRerankProtocol,
];
const NAMES = [...PARAMETER_FIELDS.keys(), 'text_type', 'dimension', 'top_n', 'return_documents'];
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(true, false, 1, 2, 'x', 'message', 'text', ['x'], {}, null),
);
const parameters = fc
  .array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 3 })
  .map((rows) => Object.fromEntries(rows));
const input = fc.oneof(
  { weight: 5, arbitrary: fc.constant<unknown>(INPUT) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);
const OPTIONS = { keepUserText: true, keepPrompt: true, modelDefault: 'm' };

/** The JSON of every event. */
function eventsOf(stream: string): readonly unknown[] {
  return stream
    .split('\n\n')
    .slice(0, -1)
    .map((event) => JSON.parse(event.slice(event.indexOf('\ndata:') + '\ndata:'.length)));
}

test('any parameters and any input are answered in JSON, or refused', () => {
  const seen = { accepted: 0, refused: 0 };
  const texts = fc.array(fc.string({ minLength: 1, unit: 'binary' }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      fc.constantFrom(...PROTOCOLS),
      parameters,
      input,
      texts,
      fc.boolean(),
      (api, asked, given, said, stream) => {
        const body = Buffer.from(JSON.stringify({ model: 'm', input: given, parameters: asked }));
        const parsed = api.parse(body, { ...OPTIONS, stream: stream && api.openStream !== null });
        if (!parsed.ok) {
          seen.refused++;
          assert.equal(parsed.error.kind.status, 400);
          assert.equal(parsed.error.message.length > 0, true);
          return;
        }
        seen.accepted++;
        const answer = answerOf({ text: textOf(...said), tokens: said.length });
        JSON.parse(wholeText(api.encodeReply(parsed.request, answer)));
        const events = api.openStream?.(parsed.request, answer);
        if (events === undefined) return;
        let text = '';
        for (let index = 0; index < said.length * events.pieceEvents; index++) text += events.event();
        text += wholeText(events.tail());
        assert.equal(eventsOf(text).length, (said.length + 1) * parsed.request.choices);
      },
    ),
    { numRuns: 600 },
  );
  assert.equal(seen.accepted > 100 && seen.refused > 100, true, JSON.stringify(seen));
});
