// Owns: that the check lets no server through that does other work. Must never: start a server of the bench.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { freePort } from '../run/free-port.js';
import { checkAnswers } from '../servers/check-answers.js';
import { ANSWER, eventsOf } from '../servers/prepared.js';
import { serverNamed } from '../servers/servers.js';
import type { Work } from '../servers/work.js';

type Answer = (response: ServerResponse, body: string) => void;

const WHOLE = { cap: 1_000, delayMs: 0, tokens: 0, tokenGapMs: 0 };
const STREAMED = { cap: 1_000, delayMs: 0, tokens: 3, tokenGapMs: 0 };

const asJson: Answer = (response) => response.setHeader('content-type', 'application/json').end(ANSWER);

/** Warm-ups are answered rightly, whatever becomes of the rest. */
async function checkOf(answer: Answer, work: Omit<Work, 'port'>, server = 'node-http'): Promise<void> {
  const fake = createServer(async (request, response) => {
    const body = (await request.toArray()).join('');
    if (body.includes('warm-up')) asJson(response, body);
    else answer(response, body);
  });
  fake.listen(0, '127.0.0.1');
  await once(fake, 'listening');
  try {
    const { port } = fake.address() as AddressInfo;
    await checkAnswers(serverNamed(server), { ...work, port });
  } finally {
    fake.closeAllConnections();
    fake.close();
  }
}

function streaming(events: readonly string[]): Answer {
  return (response) => response.setHeader('content-type', 'text/event-stream').end(events.join(''));
}

test('A server that does the work passes', async () => {
  await checkOf(asJson, WHOLE);
  const asked: Answer = (response, body) =>
    streaming(eventsOf(3, body.includes('include_usage')))(response, body);
  await checkOf(asked, STREAMED);
});

test('A stream without the usage that was asked for is told', async () => {
  await assert.rejects(
    checkOf(streaming(eventsOf(3)), STREAMED),
    /number of events of a stream with usage: expected 7, got 6/,
  );
});

test('A server that is said to call tools and says something instead is told', async () => {
  const asked: Answer = (response, body) =>
    streaming(eventsOf(3, body.includes('include_usage')))(response, body);
  await assert.rejects(checkOf(asked, STREAMED, 'ours'), /events that end a tool call: expected 1, got 0/);
});

test('An answer with another status, another text or another length is told with what was expected', async () => {
  const failing: Answer = (response) => response.writeHead(500).end();
  await assert.rejects(
    checkOf(failing, WHOLE),
    /^Error: node:http: status of the whole answer: expected 200, got 500$/,
  );
  const saying =
    (text: string): Answer =>
    (response) =>
      response.setHeader('content-type', 'application/json').end(text);
  await assert.rejects(checkOf(saying(ANSWER.replace('mock', 'tame')), WHOLE), /content of the whole answer/);
  await assert.rejects(
    checkOf(saying(`${ANSWER}\n`), WHOLE),
    new RegExp(`length of the whole answer: expected ${ANSWER.length}, got ${ANSWER.length + 1}`),
  );
  await assert.rejects(checkOf(saying('hello'), WHOLE), /got a body that is no chat completion: hello/);
});

test('An answer that comes before it is due is told', async () => {
  await assert.rejects(checkOf(asJson, { ...WHOLE, delayMs: 500 }), /whole answer: expected 500 ms after/);
  await assert.rejects(
    checkOf(streaming(eventsOf(3)), { ...STREAMED, tokenGapMs: 300 }),
    /token 1: expected 300 ms/,
  );
});

test('A stream with an event too few, another text or no end is told', async () => {
  await assert.rejects(checkOf(streaming(eventsOf(2)), STREAMED), /number of events: expected 6, got 5/);
  const changed = eventsOf(3).map((event) => event.replace('This', 'That'));
  await assert.rejects(
    checkOf(streaming(changed), STREAMED),
    /text of the stream: expected This is a, got That is a/,
  );
  const cut = eventsOf(3).map((event) => event.replace('data: [DONE]\n\n', ''));
  await assert.rejects(checkOf(streaming(cut), STREAMED), /last event of the stream: expected \[DONE\]/);
});

test('A server that admits more than its cap is told', async () => {
  const held: Answer = (response, body) => setTimeout(() => asJson(response, body), 60);
  const work = { ...WHOLE, cap: 2, delayMs: 55 };
  await assert.rejects(
    checkOf(held, work),
    /cap of 2, asked 4 times at once: expected 2 answered, 2 refused, got 4/,
  );
});

test('A server that is not there, breaks off or never answers is told', async () => {
  const gone = checkAnswers(serverNamed('koa'), { ...WHOLE, port: await freePort() });
  await assert.rejects(gone, /^Error: Koa: fetch failed: .*ECONNREFUSED/);
  const breaking: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(eventsOf(3)[0]);
    setImmediate(() => response.destroy());
  };
  await assert.rejects(checkOf(breaking, STREAMED), /^Error: node:http: terminated/);
  const silent: Answer = () => undefined;
  await assert.rejects(checkOf(silent, WHOLE), /node:http: expected an answer within 2000 ms, got none/);
});
