// Owns: the figures of a client of a few lines, beside which a tool's own are judged: where both are off, the machine is too busy.

import { request } from 'node:http';
import type { Figures } from './workload.js';
import { REQUESTS, STREAMS } from './workload.js';

const BODY = JSON.stringify({
  model: 'gpt-4o',
  stream: true,
  messages: [{ role: 'user', content: 'hello' }],
});

interface Stream {
  readonly firstMs: number;
  readonly betweenMs: number;
  readonly wholeMs: number;
  readonly tokens: number;
}

/** One stream, read as it comes; a piece that has content is a token. */
function ask(url: string): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const times: number[] = [];
    let rest = '';
    const options = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const sent = request(`${url}/v1/chat/completions`, options, (reply) => {
      reply.setEncoding('utf8').on('data', (text: string) => {
        const now = performance.now();
        const events = (rest + text).split('\n\n');
        rest = events.pop() ?? '';
        for (const event of events) if (/"delta":\{"content":"./.test(event)) times.push(now);
      });
      reply.on('error', reject).on('end', () => {
        const [first = 0, last = 0] = [times[0], times.at(-1)];
        const betweenMs = (last - first) / (times.length - 1);
        resolve({ firstMs: first - startedAt, betweenMs, wholeMs: last - startedAt, tokens: times.length });
      });
    });
    sent.on('error', reject).end(BODY);
  });
}

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export async function measureReference(url: string): Promise<Figures> {
  const startedAt = performance.now();
  const streams: Stream[] = [];
  const one = async (): Promise<void> => {
    for (let count = 0; count < REQUESTS / STREAMS; count++) streams.push(await ask(url));
  };
  await Promise.all(Array.from({ length: STREAMS }, one));
  const tookMs = performance.now() - startedAt;
  return {
    firstTokenMs: middle(streams.map(({ firstMs }) => firstMs)),
    betweenTokensMs: middle(streams.map(({ betweenMs }) => betweenMs)),
    wholeMs: middle(streams.map(({ wholeMs }) => wholeMs)),
    outputTokens: streams.reduce((sum, { tokens }) => sum + tokens, 0) / streams.length,
    requestsPerSecond: (1_000 * streams.length) / tookMs,
  };
}
