/**
 * What requests that wait keep of the texts that their clients sent.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ECHO_CHARACTERS_MAX, keepText } from '../../../../dist/protocols/request/user-text.js';
import { ExchangeRig } from '../../../support/exchange-rig.js';
import { withFakeLoop } from '../../../support/fake-loop.js';

const CLIENTS = 100;
const KIB = 1_024;
const SETTINGS = {
  RESPONSE_DELAY_SECONDS: '10',
  RESPONSE_CONTENT: 'echo',
  MAX_BODY_BYTES: '4194304',
  MAX_CONCURRENT: '1000',
};

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Of heap and of what it keeps outside, by a request that waits. */
function bytesPerHeld(body: string, mount?: string): number {
  return withFakeLoop((loop) => {
    const rig = new ExchangeRig(loop, SETTINGS);
    // Whatever is made once is made by then.
    rig.post(body, mount);
    rig.finishReadings();
    const used = (): number => {
      collectGarbage();
      collectGarbage();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const before = used();
    for (let client = 0; client < CLIENTS; client++) {
      // Each another one: what comes again is shared.
      rig.post(body + ' '.repeat(client + 1), mount);
      rig.finishReadings();
    }
    assert.equal(rig.wheel.size, CLIENTS + 1);
    const kept = (used() - before) / CLIENTS;
    loop.advance(10_001);
    assert.equal(rig.wheel.size, 0);
    return kept;
  });
}

function chat(content: unknown, more: object = {}): string {
  return JSON.stringify({ messages: [{ role: 'user', content }], ...more });
}

const LARGE = 'a word and '.repeat(20_000);
/** Made of pieces of a few letters, as text parts. */
const parts = (count: number) =>
  Array.from({ length: count }, () => ({ type: 'text', text: 'some letters ' }));

test('a few words that are echoed do not keep the large body that they came in', () => {
  const few = 'just these few words';
  assert.ok(
    bytesPerHeld(
      JSON.stringify({
        messages: [
          { role: 'system', content: LARGE },
          { role: 'user', content: few },
        ],
      }),
    ) <
      8 * KIB,
  );
  assert.ok(bytesPerHeld(JSON.stringify({ prompt: [LARGE, few] }), '/v1/completions') < 8 * KIB);
});

test('an echo keeps its text once, and of a longer one what it repeats', () => {
  for (const body of [chat(LARGE.slice(0, 100_000)), chat(parts(7_700))]) {
    const kept = bytesPerHeld(body);
    assert.ok(kept > 95_000 && kept < 100_100 + 8 * KIB, `${kept}`);
  }
  for (const body of [chat(LARGE), chat(parts(20_000))]) {
    const kept = bytesPerHeld(body);
    assert.ok(kept > 125_000 && kept < ECHO_CHARACTERS_MAX + 8 * KIB, `${kept}`);
  }
});

test('stop texts are not kept, nor a copy of the text that they cut, nor its pieces', () => {
  const stop = ['z'.repeat(120_000), 'q'];
  assert.ok(bytesPerHeld(chat('just these few words', { stop })) < 8 * KIB);
  const control = '\u0001 '.repeat(10_000);
  for (const text of [control, `${control}q`]) {
    const kept = bytesPerHeld(chat(text, { stop }));
    assert.ok(kept < 20_000 + 8 * KIB, `${kept}`);
  }
});

test('a text that is kept is the same text, or its beginning without half a character', () => {
  for (const text of [
    '',
    'a',
    'é\u0000',
    '你好',
    '\ud800',
    '\udc00x',
    '😀',
    'x'.repeat(ECHO_CHARACTERS_MAX),
  ]) {
    assert.equal(keepText(text), text);
  }
  const most = 'x'.repeat(ECHO_CHARACTERS_MAX);
  assert.equal(keepText(`${most}y`), most);
  assert.equal(keepText(`${most.slice(1)}😀`), most.slice(1));
  assert.equal(keepText(`${most.slice(2)}😀😀`), `${most.slice(2)}😀`);
  assert.equal(keepText(`${most.slice(1)}\ud800\ud800`), `${most.slice(1)}\ud800`);
});

test('an echo of a long message, in one part or several, is its beginning', () =>
  withFakeLoop((loop) => {
    for (const body of [
      chat(LARGE),
      chat([
        { type: 'text', text: LARGE.slice(0, 70_001) },
        { type: 'text', text: LARGE.slice(70_001) },
      ]),
    ]) {
      const rig = new ExchangeRig(loop, { ...SETTINGS, MAX_OUTPUT_TOKENS: '1000000' });
      const transport = rig.post(body);
      rig.finishReadings();
      loop.advance(10_001);
      const { choices } = JSON.parse(transport.reply?.body ?? '') as {
        choices: [{ message: { content: string } }];
      };
      assert.equal(choices[0].message.content, LARGE.slice(0, ECHO_CHARACTERS_MAX));
    }
  }));
