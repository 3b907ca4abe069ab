import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ERROR_KINDS } from '../../dist/errors.js';
import { FIELD_CHECKS } from '../../dist/protocols/chat-fields.js';
import { parseChatRequest } from '../../dist/protocols/chat-request.js';
import { openAiDialect } from '../../dist/protocols/dialect.js';

/** Fails unless the parser gave a request that can be answered, or an error that can be sent. */
function assertUsable(body: Uint8Array): void {
  const parsed = parseChatRequest(body);
  if (parsed.ok) {
    const { model, promptTokens } = parsed.request;
    assert.equal(model.length >= 1 && model.length <= 256, true, model);
    assert.equal(Number.isSafeInteger(promptTokens) && promptTokens >= 6, true, String(promptTokens));
    return;
  }
  const { kind, message, param } = parsed.error;
  assert.equal((Object.values(ERROR_KINDS) as unknown[]).includes(kind), true);
  assert.equal(kind.status, 400);
  assert.deepEqual(JSON.parse(openAiDialect.encodeError(parsed.error, 'req_1')).error, {
    message,
    type: kind.type,
    param,
    code: kind.code,
  });
}

const KNOWN = ['model', 'messages', ...FIELD_CHECKS.keys()];
const json = fc.jsonValue();
/** Requests with the right names and values of any kind. */
const almostRequest = fc.record(Object.fromEntries(KNOWN.map((name) => [name, json])), { requiredKeys: [] });
const message = fc.record({ role: json, content: json, name: json }, { requiredKeys: [] });

test('any bytes at all are answered, never thrown at', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), assertUsable), { numRuns: 1000 });
});

test('any JSON value at all is answered, never thrown at', () => {
  fc.assert(
    fc.property(json, (value) => assertUsable(Buffer.from(JSON.stringify(value)))),
    { numRuns: 1000 },
  );
});

test('the right names with values of any kind are answered, never thrown at', () => {
  fc.assert(
    fc.property(almostRequest, fc.array(message, { minLength: 1 }), (request, messages) => {
      assertUsable(Buffer.from(JSON.stringify(request)));
      assertUsable(Buffer.from(JSON.stringify({ messages, model: 'm' })));
    }),
    { numRuns: 500 },
  );
});

test('a request that is cut off anywhere is refused, never half read', () => {
  const body = Buffer.from('{"model":"你好","messages":[{"role":"user","content":"🙂\\u4f60"}],"n":1}');
  assert.equal(parseChatRequest(body).ok, true);
  for (let length = 0; length < body.length; length++) {
    const parsed = parseChatRequest(body.subarray(0, length));
    assert.equal(!parsed.ok && parsed.error.kind, ERROR_KINDS.malformedBody, String(length));
  }
});

test('fields of other names change nothing, whatever they hold', () => {
  const others = fc.dictionary(
    fc.string().filter((name) => !KNOWN.includes(name)),
    json,
  );
  fc.assert(
    fc.property(others, (extra) => {
      const body = { ...extra, model: 'm', messages: [{ role: 'user', content: 'abcd' }] };
      const parsed = parseChatRequest(Buffer.from(JSON.stringify(body)));
      assert.deepEqual(parsed, { ok: true, request: { model: 'm', promptTokens: 7 } });
    }),
    { numRuns: 500 },
  );
});
