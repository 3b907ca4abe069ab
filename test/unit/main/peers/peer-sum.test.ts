/** What comes of a sum over peers: what it holds, what it tells of those that it does not hold, and how much is asked at once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  countsOf,
  createRig,
  replyOf,
  reportOf,
  type Seen,
  silence,
  statisticsOf,
} from '../../../support/peer-rig.js';

const OWN = countsOf('own', [{ ms: 8 }]);
const own = async () => ({ ...OWN, statistics: OWN.statistics.withOthers([]) });

const anySeen: fc.Arbitrary<Seen> = fc.record({
  ms: fc.double({ min: 0, max: 1e6, noNaN: true }),
  model: fc.constantFrom('a', 'b', null),
  endpoint: fc.integer({ min: 0, max: 5 }),
  ending: fc.constantFrom(200, 200, 503, 'aborted' as const),
  stream: fc.boolean(),
});

test('a sum is what one instance would tell that had seen all requests: percentiles too', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(anySeen, { maxLength: 40 }), { minLength: 1, maxLength: 4 }),
      async (all) => {
        const [mine = [], ...others] = all;
        const instances = others.map((seen, at) => countsOf(`peer-${at}`, seen));
        const answers = instances.map((one, at) => {
          return [`http://p${at}:80`, async () => replyOf(await reportOf(one), 200, 700)] as const;
        });
        const { sum } = createRig(Object.fromEntries(answers));
        const read = await sum.read(async () => countsOf('own', mine));
        const { since: _, ...expected } = statisticsOf(all.flat()).read();
        const { totals, endpoints, statuses, models } = read;
        assert.deepEqual({ totals, endpoints, statuses, models }, expected);
      },
    ),
    { numRuns: 60 },
  );
});

test('caps and requests in flight add up, each instance is named once, and all have to drain for the sum to drain', async () => {
  const one = countsOf('one', [{ ms: 1 }], { since: '2026-01-01T00:00:00.000Z', draining: true });
  const other = countsOf('other', [{ ms: 2 }], { cap: 7, in_flight: 3, draining: true });
  const tell = (counts: typeof one) => async () => replyOf(await reportOf(counts));
  const { sum } = createRig({
    'http://one:80': tell(one),
    'http://also-one:80': tell(one),
    'http://self:80': async () => replyOf(await reportOf(OWN)),
    'http://other:80': tell(other),
  });
  const read = await sum.read(own);
  assert.deepEqual(read.instances, [OWN.figures, one.figures, other.figures]);
  assert.deepEqual(
    [read.cap, read.in_flight, read.peak_in_flight, read.since, read.draining],
    [27, 5, 6, '2026-01-01T00:00:00.000Z', false],
  );
  assert.equal(read.totals.requests, 3);
  assert.deepEqual(
    read.peers.map(({ ok, instance }) => [ok, instance]),
    [
      [true, 'one'],
      [true, 'one'],
      [true, 'own'],
      [true, 'other'],
    ],
  );
  const draining = await sum.read(async () => countsOf('own', [], { draining: true }));
  assert.equal(draining.draining, true);
  assert.equal(OWN.statistics.read().totals.requests, 1, 'its own are as they were');
});

test('a peer that does not tell is named with its reason, and nothing of it is in the sum', async () => {
  const text = await reportOf(countsOf('half', [{ ms: 1 }, { ms: 2, model: 'x' }]));
  const lines = text.split('\n');
  const withHead = (change: object) =>
    [JSON.stringify({ ...JSON.parse(lines[0] as string), ...change }), ...lines.slice(1)].join('\n');
  const withGroup = (change: object) =>
    `${lines[0]}\n${JSON.stringify({ ...JSON.parse(lines[1] as string), ...change })}\n`;
  const refuse = (code: string) => async () => Promise.reject(Object.assign(new Error('no'), { code }));
  const times = { lowest: 1_020, counts: [1, 1, 1, 1, 1], max_ms: 1 };
  const cases: Readonly<
    Record<string, readonly [reply: () => Promise<ReturnType<typeof replyOf>>, error: string]>
  > = {
    dead: [refuse('ECONNREFUSED'), 'ECONNREFUSED'],
    key: [async () => replyOf('{}', 401), 'answers 401: it has another ADMIN_KEY'],
    older: [async () => replyOf('{}', 404), 'answers 404: it has no ADMIN_KEY, or is of an older version'],
    moved: [async () => replyOf('', 302), 'answers 302: redirects are not followed'],
    sick: [async () => replyOf('{}', 500), 'answers 500: expected 200'],
    empty: [async () => replyOf(''), 'tells of nothing'],
    brief: [async () => replyOf(`${lines[0]}\n`), 'tells of nothing'],
    page: [async () => replyOf('<html>\n'), 'answers what is not JSON'],
    list: [async () => replyOf('[]\n'), 'answers what is no object'],
    cut: [async () => replyOf(text.slice(0, -2)), 'ends within a line'],
    version: [
      async () => replyOf(withHead({ scheme: { from_ms: 1 } })),
      'counts in other buckets: it is of another version',
    ],
    cap: [async () => replyOf(withHead({ cap: -1 })), 'says of "cap" what it cannot be'],
    since: [async () => replyOf(withHead({ since: 'soon' })), 'says of "since" what it cannot be'],
    nobody: [async () => replyOf(withHead({ instance: '' })), 'says of "instance" what it cannot be'],
    drains: [async () => replyOf(withHead({ draining: 'no' })), 'says of "draining" what it cannot be'],
    status: [async () => replyOf(withHead({ statuses: { 999: 1 } })), 'says of "statuses" what it cannot be'],
    kind: [async () => replyOf(withGroup({ kind: 'caller' })), 'says of "kind" what it cannot be'],
    half: [async () => replyOf(withGroup({ answered: 0.5 })), 'says of "answered" what it cannot be'],
    endpoint: [
      async () => replyOf(withGroup({ kind: 'endpoint', name: '/v9' })),
      'counts an endpoint that is unknown here: /v9',
    ],
    few: [async () => replyOf(withGroup({ times: [times] })), 'says of "times" what it cannot be'],
    beyond: [
      async () => replyOf(withGroup({ times: [times, times, times, times] })),
      'says of "counts" what it cannot be',
    ],
    line: [async () => replyOf('x'.repeat(65_537)), 'answers a line of more than 65536 bytes'],
    groups: [async () => replyOf(`${lines[0]}\n${`${lines[1]}\n`.repeat(2_000)}`), 'tells of more than '],
    long: [
      async () => replyOf(`${lines[0]}\n${' '.repeat(60_000)}{}\n`.repeat(200), 200, 65_536),
      'says of "kind" what it cannot be',
    ],
    bytes: [
      async () => replyOf(`${lines[0]}\n${`${lines[1]}${' '.repeat(60_000)}\n`.repeat(200)}`, 200, 65_536),
      'answers more than 8388608 bytes',
    ],
  };
  const { sum } = createRig(
    Object.fromEntries(Object.entries(cases).map(([name, [reply]]) => [`http://${name}`, reply])),
  );
  const read = await sum.read(own);
  for (const [at, [name, [, error]]] of Object.entries(cases).entries()) {
    const { url, ok, instance, error: told } = read.peers[at] as (typeof read.peers)[number];
    assert.deepEqual([url, ok, instance], [`http://${name}`, false, null]);
    assert.ok(told?.startsWith(error), `${name}: ${told}`);
  }
  assert.deepEqual(read.instances, [OWN.figures]);
  assert.deepEqual(read.totals, OWN.statistics.read().totals);
});

test('a peer that is slow is given up when its time has passed, whether it is silent or stops in the middle', async () => {
  const text = await reportOf(countsOf('slow', [{ ms: 1 }]));
  let closed = 0;
  const { sum, deadlines } = createRig({
    'http://silent': silence,
    'http://stops': async (signal) => ({
      status: 200,
      pieces: (async function* () {
        yield Buffer.from(text);
        await silence(signal);
      })(),
      close: () => closed++,
    }),
    'http://fine': async () => replyOf(await reportOf(countsOf('fine', []))),
  });
  const reading = sum.read(own);
  while (deadlines.asked.length < 4) await new Promise(setImmediate);
  assert.deepEqual(deadlines.asked, [2_000, 2_000, 2_000, 2_000], 'for finding, and for each');
  await new Promise(setImmediate);
  deadlines.pass();
  const { peers, instances } = await reading;
  assert.deepEqual(
    peers.map(({ error }) => error),
    ['no whole answer within 2000 ms', 'no whole answer within 2000 ms', null],
  );
  assert.deepEqual(
    instances.map(({ instance }) => instance),
    ['own', 'fine'],
  );
  assert.equal(closed, 1, 'its connection is ended');
});

test('sixteen are asked at once, and those who ask meanwhile get the same sum', async () => {
  const waiting: (() => void)[] = [];
  const hosts = Array.from({ length: 32 }, (_, at) => `http://p${at}`);
  const answers = hosts.map((url, at) => {
    const answer = async () => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return replyOf(await reportOf(countsOf(`p${at}`, [])));
    };
    return [url, answer] as const;
  });
  const { sum, asked } = createRig(Object.fromEntries(answers));
  const readings = [sum.read(own), sum.read(own)];
  while (waiting.length < 16) await new Promise(setImmediate);
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
  assert.deepEqual(asked, hosts.slice(0, 16));
  for (let at = 0; at < 32; at++) {
    while (waiting.length <= at) await new Promise(setImmediate);
    waiting[at]?.();
  }
  const [one, other] = await Promise.all(readings);
  assert.equal(one, other);
  assert.deepEqual(
    one?.instances.map(({ instance }) => instance),
    ['own', ...hosts.map((url) => url.slice(7))],
  );
  assert.deepEqual(asked, hosts, 'each of them once');
  const later = sum.read(own);
  while (waiting.length < 48) await new Promise(setImmediate);
  assert.equal(asked.length, 48, 'the next sum asks anew');
  for (let at = 32; at < 64; at++) {
    while (waiting.length <= at) await new Promise(setImmediate);
    waiting[at]?.();
  }
  await later;
});
