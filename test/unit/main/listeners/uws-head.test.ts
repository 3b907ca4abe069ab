import type { HttpRequest } from 'uWebSockets.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UwsHead } from '../../../../dist/main/listeners/uws-head.js';

type Sent = readonly (readonly [name: string, value: string])[];

/** As uWebSockets.js hands it over; counts how often its headers are shown. */
function requestOf(sent: Sent) {
  const counted = { shows: 0 };
  const request = {
    getHeader: (name: ArrayBuffer) =>
      sent.find(([one]) => one === Buffer.from(name).toString('latin1'))?.[1] ?? '',
    forEach(visit: (name: string, value: string) => void) {
      counted.shows++;
      for (const [name, value] of sent) visit(name, value);
    },
  };
  return { request: request as unknown as HttpRequest, counted };
}

const FEW: Sent = [
  ['host', 'test'],
  ['content-length', '12'],
  ['content-encoding', 'gzip'],
  ['connection', 'close'],
  ['x-mock-delay', '1s'],
];
const NOTHING: Sent = [['host', 'test']];
const MANY: Sent = [...Array.from({ length: 11 }, (_, at) => [`x-stainless-${at}`, 'a'] as const), ...FEW];

function seen(head: UwsHead) {
  return [head.contentLength, head.contentEncoding, head.asksToClose];
}

test('of a head with few headers all are shown once, and what is asked of them is known', () => {
  const { request, counted } = requestOf(FEW);
  const head = new UwsHead().bind(request);
  assert.deepEqual(seen(head), ['12', 'gzip', true]);
  assert.deepEqual(head.extensions, ['x-mock-delay', '1s']);
  assert.equal(counted.shows, 1);
});

test('nothing of a head is left for the next one, whether its headers are shown or looked for', () => {
  const head = new UwsHead();
  for (const one of [FEW, MANY]) {
    head.bind(requestOf(one).request);
    assert.deepEqual(seen(head), ['12', 'gzip', true]);
    head.bind(requestOf(NOTHING).request);
    assert.deepEqual(seen(head), ['', '', false]);
    assert.deepEqual(head.survey(), []);
  }
});

test('behind a head with many headers they are looked for, until one with few was shown', () => {
  const head = new UwsHead().bind(requestOf(MANY).request);
  const next = requestOf(MANY);
  head.bind(next.request);
  assert.deepEqual([next.counted.shows, head.extensions], [0, null]);
  assert.deepEqual(seen(head), ['12', 'gzip', true]);
  assert.equal(head.survey().length, 2 * 12);
  assert.equal(next.counted.shows, 1);
  head.bind(requestOf(FEW).request).survey();
  const few = requestOf(FEW);
  head.bind(few.request);
  assert.equal(few.counted.shows, 1);
});

test('of a header that was sent twice the first counts, as where it is looked for', () => {
  const twice: Sent = [
    ['content-length', '1'],
    ['content-encoding', 'gzip'],
    ['content-encoding', 'br'],
    ['connection', 'close'],
    ['connection', 'keep-alive'],
  ];
  const head = new UwsHead().bind(requestOf(twice).request);
  assert.deepEqual(seen(head), ['1', 'gzip', true]);
});

test('two lengths are both told, so that they are no number', () => {
  const head = new UwsHead().bind(requestOf([...FEW, ['content-length', '5']]).request);
  assert.equal(head.contentLength, '12, 5');
});

test('whether a page may have sent it is known of a head with few headers, and asked of its type where there are many', () => {
  const head = new UwsHead();
  const json: Sent = [...MANY, ['content-type', 'application/json']];
  for (const [sent, expected] of [
    [NOTHING, false],
    [[...NOTHING, ['origin', 'null']], true],
    [[...NOTHING, ['sec-fetch-site', 'same-origin']], true],
    [[...NOTHING, ['content-type', 'text/plain'], ['sec-fetch-mode', 'cors'], ['originator', 'x']], false],
    // What a page sends as JSON it has asked for before.
    [[...json, ['origin', 'https://a.example']], true],
    [json, false],
    [[...MANY, ['content-type', 'text/plain']], true],
    [MANY, true],
  ] as const) {
    head.bind(requestOf(sent).request);
    if (sent.length <= 10) head.survey();
    assert.equal(head.mayBeOfPage, expected, JSON.stringify(sent));
  }
});
