/**
 * The heap of a work thread holds the largest body with the most values of the dearest kinds, the tokeniser beside it. A limit
 * that is met ends the thread with Node.js 20; newer versions were seen to go on at it, and then nothing ends them.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JSON_VALUES_MAX } from '../../dist/protocols/request/body/json-bounds.js';
import { createBreakableWorkPool } from '../support/breakable-workers.js';

const BODY_BYTES_MAX = 67_108_864;
/** The values of the request around what is under test. */
const OTHERS = 20;

const chatWith = (extra: string, content = 'hi') =>
  `{"messages":[{"role":"user","content":"${content}"}],"metadata":{"extra":${extra}}}`;
const listOf = (count: number, item: (index: number) => string) =>
  `[${Array.from({ length: count }, (_, index) => item(index)).join(',')}]`;
/** As much as fits beside the rest of the body. */
const filled = (unit: string) => unit.repeat(Math.floor((BODY_BYTES_MAX - 1_000) / Buffer.byteLength(unit)));
const LEFT = JSON_VALUES_MAX - OTHERS;
const name = (index: number) => index.toString(36);

const BODIES: Readonly<Record<string, () => string>> = {
  'fields of one object': () => chatWith(`{"":0,${listOf(LEFT, (n) => `"k${name(n)}":0`).slice(1, -1)}}`),
  'objects, each with a field of its own name': () => chatWith(listOf(LEFT / 2, (n) => `{"k${name(n)}":0}`)),
  'objects with three fields of their own names': () =>
    chatWith(listOf(LEFT / 4, (n) => `{"a${name(n)}":0,"b${name(n)}":0,"c${name(n)}":1.5}`)),
  'empty objects': () => chatWith(listOf(LEFT / 2, () => '{}')),
  'arrays of one': () => chatWith(listOf(LEFT / 2, () => '[1]')),
  'texts, as long as fit': () => chatWith(listOf(LEFT, (n) => `"${name(n)}${'é'.repeat(11)}"`)),
  'one text': () => chatWith('0', filled('a')),
  'one text with a character of two bytes': () => chatWith('0', `精${filled('a').slice(3)}`),
  'one text of escapes': () => chatWith('0', filled('\\u0001')),
  messages: () => `{"messages":${listOf(LEFT / 3, () => '{"role":"user","content":"hello world"}')}}`,
};

const { pool, failures, state } = createBreakableWorkPool({ bodyBytesMax: BODY_BYTES_MAX });

for (const [kind, make] of Object.entries(BODIES)) {
  test(`a body of as much as is allowed is parsed: ${kind}`, async () => {
    const text = make();
    const memory = new ArrayBuffer(Buffer.byteLength(text));
    assert.ok(memory.byteLength <= BODY_BYTES_MAX);
    Buffer.from(memory).write(text);
    const options = { keepUserText: true, keepPrompt: true, modelDefault: 'm', stream: null };
    const body = {
      memory: [memory],
      length: memory.byteLength,
      packing: null,
      bytesMax: BODY_BYTES_MAX,
      protocol: 0,
      options,
    };
    const parsed = await pool.parseBody(body);
    assert.deepEqual(failures, []);
    assert.equal(parsed?.ok, true, JSON.stringify(parsed).slice(0, 300));
    assert.equal(memory.byteLength, 0, 'the memory was handed over');
    assert.equal(state.workerRestarts, 0);
  });
}
