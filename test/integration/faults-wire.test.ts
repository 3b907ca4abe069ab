/** Every fault on real sockets: with each API, whole and streamed, on both listeners; bytes, framing, end, slot and counts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FaultKind } from '../../dist/shared/labels.js';
import {
  FAULT_KINDS,
  MODEL_ENDPOINTS,
  REJECTION_REASONS,
  STATUSES,
  type Status,
} from '../../dist/shared/labels.js';
import { requestOf, STREAM_APIS, type StreamApi } from '../support/frames.js';
import { startTestServer } from '../support/in-process.js';
import { parseMetrics } from '../support/metrics-text.js';
import { until } from '../support/until.js';
import { askRaw, type WireEnd } from '../support/wire-end.js';

const TEXT = 'alpha beta gamma delta';
const server = await startTestServer({ RESPONSE_TEXT: TEXT, HTTP10_PORT: '0' });
const { state, port } = server;
const http10Port = server.http10Port as number;

const WHOLE_APIS: readonly StreamApi[] = [
  ...STREAM_APIS.filter(({ name }) => name !== 'gemini array').map((api) => ({
    name: api.name,
    path: api.path.replace(/:stream.*/, ':generateContent'),
    body: api.path.includes('MODEL') ? api.body : { ...api.body, stream: false },
    headers: {},
  })),
  { name: 'embeddings', path: '/v1/embeddings', body: { input: 'hello', dimensions: 4 } },
  {
    name: 'dashscope embeddings',
    path: '/api/v1/services/embeddings/text-embedding/text-embedding',
    body: { input: { texts: ['hello'] }, parameters: { dimension: 4 } },
  },
  { name: 'rerank', path: '/v1/rerank', body: { query: 'hello', documents: ['hello'] } },
  { name: 'score', path: '/v1/score', body: { text_1: 'hello', text_2: ['hello'] } },
  { name: 'pooling', path: '/pooling', body: { input: 'hello', dimensions: 4 } },
  { name: 'cohere rerank', path: '/v2/rerank', body: { query: 'hello', documents: ['hello'] } },
];

type Check = (got: WireEnd, api: StreamApi) => void;

const ended =
  (end: 'fin' | 'rst'): Check =>
  (got) =>
    assert.deepEqual([got.text, got.end], ['', end]);
const error =
  (status: number): Check =>
  ({ status: got, body, isWhole }) => {
    assert.deepEqual([got, isWhole], [status, true]);
    assert.match(JSON.stringify(JSON.parse(body)), /asked of this mock server/);
  };
const notJson: Check = ({ status, isWhole, body }) => {
  assert.deepEqual([status, isWhole], [200, true]);
  assert.throws(() => JSON.parse(body), SyntaxError);
};
const short: Check = ({ status, isWhole, headers, body }) => {
  assert.deepEqual([status, isWhole], [200, false]);
  assert.equal(body.length, Math.floor(Number(headers.get('content-length')) / 2));
};
/** Even where all of it was to come first: an answer that came whole would be none that was cut. */
const lackingAByte: Check = ({ status, isWhole, headers, body }) => {
  assert.deepEqual([status, isWhole], [200, false]);
  assert.equal(body.length, Number(headers.get('content-length')) - 1);
};
const unended: Check = ({ status, isWhole, body }) =>
  assert.deepEqual([status, isWhole, body.includes('gamma')], [200, false, true]);
const json: Check = ({ status, isWhole, body }) => {
  assert.deepEqual([status, isWhole], [200, true]);
  JSON.parse(body);
};
const begun: Check = ({ status, isWhole, body }) => {
  assert.deepEqual(
    [status, isWhole, body.includes('beta'), body.includes('gamma')],
    [200, false, true, false],
  );
};
const streamed: Check = ({ status, isWhole }) => assert.deepEqual([status, isWhole], [200, true]);

interface Case {
  readonly fault: string;
  readonly kind: FaultKind;
  readonly whole: Check;
  readonly stream: Check;
  /** Whether it is counted as a reply, and of which status. */
  readonly replied: number | 'as sent' | null;
}

const both = (fault: string, kind: FaultKind, check: Check, replied: number | null): Case => ({
  fault,
  kind,
  whole: check,
  stream: check,
  replied,
});
const page: Check = ({ status, headers, body }) => {
  assert.deepEqual([status, headers.get('content-type')], [502, 'text/html']);
  assert.match(body, /<h1>502 Bad Gateway<\/h1>/);
};
const hinted: Check = (got, api) => {
  error(429)(got, api);
  assert.deepEqual([got.headers.get('retry-after'), got.headers.get('retry-after-ms')], ['2', '1500']);
};
/** That it is a RST is seen from another process (faults-places): in this one Node reads an end where data lies ahead of it. */
const torn: Check = ({ isWhole, end }) => {
  assert.equal(isWhole, false);
  assert.notEqual(end, 'kept');
};
const halves: Check = (got, api) => {
  streamed(got, api);
  assert.ok(got.packets > 1, `${got.packets} packets`);
};

// biome-ignore format: a table, a line for each fault
const CASES: readonly Case[] = [
  both('503', 'status', error(503), 503),
  both('429(retry-after=1.5s)', 'status', hinted, 429),
  both('429(quota,late)', 'status', error(429), 429),
  both('418', 'status', error(418), 418),
  both('529', 'status', error(529), 529),
  both('502(html)', 'status', page, 502),
  both('reset', 'reset', ended('rst'), null),
  both('reset(late)', 'reset', ended('rst'), null),
  both('close', 'close', ended('fin'), null),
  both('hang(1ms)', 'hang', ended('fin'), null),
  { fault: 'cut', kind: 'cut', whole: short, stream: begun, replied: null },
  { fault: 'cut(at=100%)', kind: 'cut', whole: lackingAByte, stream: unended, replied: null },
  { fault: 'cut(tokens=1000)', kind: 'cut', whole: lackingAByte, stream: unended, replied: null },
  { fault: 'cut(reset)', kind: 'cut', whole: torn, stream: torn, replied: null },
  { fault: 'error(status=503)', kind: 'error', whole: error(503), stream: (got, api) => { streamed(got, api); assert.match(got.body, /asked of this mock server/); }, replied: 'as sent' },
  { fault: 'stall(1ms)', kind: 'stall', whole: json, stream: streamed, replied: 200 },
  { fault: 'stall(1ms,at=100%)', kind: 'stall', whole: json, stream: streamed, replied: 200 },
  { fault: 'split(at=100%)', kind: 'split', whole: json, stream: streamed, replied: 200 },
  { fault: 'unfinished', kind: 'unfinished', whole: notJson, stream: streamed, replied: 200 },
  { fault: 'broken', kind: 'broken', whole: notJson, stream: (got, api) => { streamed(got, api); assert.match(got.body, /";/); }, replied: 200 },
  { fault: 'blank', kind: 'blank', whole: (got) => assert.deepEqual([got.headers.get('content-length'), got.body], ['0', '']), stream: streamed, replied: 200 },
  { fault: 'split', kind: 'split', whole: (got, api) => { json(got, api); halves(got, api); }, stream: halves, replied: 200 },
  { fault: 'duplicate', kind: 'duplicate', whole: notJson, stream: (got, api) => { streamed(got, api); assert.ok(got.body.split('gamma').length > 2); }, replied: 200 },
  { fault: 'empty', kind: 'empty', whole: (got, api) => { if (api.name !== 'embeddings') json(got, api); assert.doesNotMatch(got.body, /alpha/); }, stream: (got, api) => { streamed(got, api); assert.doesNotMatch(got.body, /alpha/); }, replied: 200 },
  { fault: 'filter', kind: 'filter', whole: json, stream: (got, api) => { streamed(got, api); assert.match(got.body, /content_filter|refusal|SAFETY/); }, replied: 200 },
  { fault: 'refusal', kind: 'refusal', whole: (got, api) => { json(got, api); if (!/embed|rank|score|pooling/.test(api.name)) assert.match(got.body, /can't assist|refusal|SAFETY/); }, stream: (got, api) => { streamed(got, api); assert.doesNotMatch(got.body, /alpha/); assert.match(got.body, /refusal|SAFETY|sorry/); }, replied: 200 },
  { fault: 'slow(2)', kind: 'slow', whole: json, stream: streamed, replied: 200 },
];

test('the table has every kind of fault', () => {
  assert.deepEqual(new Set(CASES.map(({ kind }) => kind)), new Set(FAULT_KINDS));
});

interface Counts {
  readonly injected: Readonly<Record<string, number>>;
  readonly replies: ReadonlyMap<Status, number>;
}

async function counts(): Promise<Counts> {
  const families = parseMetrics(await (await fetch(`${server.url}/metrics`)).text());
  const samples = families.get('llm_mock_injected_faults_total')?.samples ?? assert.fail('no such family');
  const injected: Record<string, number> = {};
  for (const { labels, value } of samples)
    injected[labels.kind as string] = (injected[labels.kind as string] ?? 0) + value;
  const replies = STATUSES.map((status) => {
    const sum = MODEL_ENDPOINTS.reduce((all, _, endpoint) => all + state.repliesOf(endpoint, status), 0);
    return [status, sum] as const;
  });
  return { injected, replies: new Map(replies) };
}

/** Only this kind was injected, so many times, and so many replies of this status were counted. */
function assertCounts(
  before: Counts,
  after: Counts,
  kind: FaultKind,
  count: number,
  replied: number | null,
): void {
  for (const one of FAULT_KINDS) {
    const more = (after.injected[one] ?? 0) - (before.injected[one] ?? 0);
    assert.equal(more, one === kind ? count : 0, `injected ${one}`);
  }
  const counted = STATUSES.includes(replied as Status) ? replied : 'other';
  for (const status of STATUSES) {
    const more = (after.replies.get(status) ?? 0) - (before.replies.get(status) ?? 0);
    assert.equal(more, replied !== null && status === counted ? count : 0, `replies of ${status}`);
  }
}

function bytesOf(api: StreamApi, fault: string): string {
  const [path, body] = requestOf(api, 'm');
  const lines = [
    `POST ${path} HTTP/1.1`,
    'host: x',
    ...Object.entries(api.headers ?? {}).map((header) => header.join(': ')),
    `x-mock-fault: ${fault}`,
    `content-length: ${body.length}`,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** Of what comes in two packets: who looks late finds both at once. */
const LOOKS_MAX = 20;

for (const { fault, kind, replied, ...checks } of CASES) {
  for (const [mode, apis] of [
    ['whole', WHOLE_APIS],
    ['stream', STREAM_APIS],
  ] as const) {
    for (const listener of ['PORT', 'HTTP10_PORT'] as const) {
      test(`${fault} of a ${mode} answer on ${listener}: bytes and end of every API, the slot, the counts`, async () => {
        const before = await counts();
        let asked = 0;
        for (const api of apis) {
          let got: WireEnd;
          let looks = 0;
          do {
            got = await askRaw(listener === 'PORT' ? port : http10Port, bytesOf(api, fault));
            looks++;
          } while (kind === 'split' && got.packets === 1 && looks < LOOKS_MAX);
          asked += looks;
          try {
            checks[mode](got, api);
          } catch (wrong) {
            throw new Error(`${api.name}: ${(wrong as Error).message}\n${got.end}: ${got.text}`);
          }
        }
        await until(() => state.active === 0, 'all slots are free');
        const status = replied === 'as sent' ? (mode === 'whole' ? 503 : 200) : replied;
        assertCounts(before, await counts(), kind, asked, status);
      });
    }
  }
}

test('nothing of it was a rejection, a client that left, or a defect', () => {
  for (const reason of REJECTION_REASONS) assert.equal(state.rejectionsFor(reason), 0, reason);
  assert.deepEqual([state.disconnects, state.stalledStreams, state.internalErrors], [0, 0, 0]);
  assert.deepEqual([state.activeStreams, state.bufferedBytes], [0, 0]);
  assert.deepEqual([server.faults, server.workerFailures], [[], []]);
});
