/** What the section "Control" of the live page makes of the control API's answers, and where the charts mark a change. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDashboard } from '../../support/dashboard-module.js';
import { STARTED_AT_MS, sampleAt } from '../../support/dashboard-samples.js';

const { isUnknownPath, sortProblems, toChanges, toFields } =
  await loadDashboard<typeof import('../../../dist/dashboard/control/answers.js')>('control/answers');
const { ControlClient } =
  await loadDashboard<typeof import('../../../dist/dashboard/control/client.js')>('control/client');
const { controlUrl, outcomeOf } =
  await loadDashboard<typeof import('../../../dist/dashboard/control/outcome.js')>('control/outcome');
const { Poll } =
  await loadDashboard<typeof import('../../../dist/dashboard/control/poll.js')>('control/poll');
const { changesIn } =
  await loadDashboard<typeof import('../../../dist/dashboard/charts/change-marks.js')>('charts/change-marks');
const { toMoments } =
  await loadDashboard<typeof import('../../../dist/dashboard/charts/chart-data.js')>('charts/chart-data');

const POLL_MS = 2_000;
const CONFIG = {
  revision: 3,
  live: ['MAX_CONCURRENT', 'FAULTS', 'RESPONSE_DELAY'],
  settings: {
    PORT: { value: '8080' },
    RESPONSE_DELAY: { value: '1s' },
    MAX_CONCURRENT: { value: '3000 requests' },
  },
};
const fields = toFields(CONFIG);

test('there is a field for every setting that may be changed, given or not, its unit beside the number', () => {
  assert.deepEqual(fields, [
    { name: 'MAX_CONCURRENT', value: '3000', unit: 'requests' },
    { name: 'FAULTS', value: '', unit: '' },
    { name: 'RESPONSE_DELAY', value: '1s', unit: '' },
  ]);
});

test('a distribution is no number with a unit', () => {
  const value = '5%:429, 1 more';
  const [field] = toFields({ revision: 0, live: ['FAULTS'], settings: { FAULTS: { value } } });
  assert.deepEqual(field, { name: 'FAULTS', value, unit: '' });
});

test('only what was changed is sent, and what was emptied goes back to the start', () => {
  const typed = (texts: Record<string, string>) => toChanges(fields, new Map(Object.entries(texts)));
  assert.deepEqual(typed({}), {});
  assert.deepEqual(typed({ MAX_CONCURRENT: ' 3000 ', FAULTS: ' ' }), {});
  assert.deepEqual(typed({ MAX_CONCURRENT: '200', FAULTS: '5%:429', RESPONSE_DELAY: '' }), {
    MAX_CONCURRENT: '200',
    FAULTS: '5%:429',
    RESPONSE_DELAY: null,
  });
});

test('each problem goes to the field that it names, and those that name none stay together', () => {
  const { byName, others } = sortProblems(
    [
      'FAULTS: expected a status',
      'FAULTS: too many',
      'FAULTSX: no',
      'models: no',
      'QUEUE_SIZE with that: no',
    ],
    ['FAULTS', 'QUEUE_SIZE'],
  );
  assert.deepEqual(
    [...byName],
    [
      ['FAULTS', 'expected a status; too many'],
      ['QUEUE_SIZE', 'QUEUE_SIZE with that: no'],
    ],
  );
  assert.deepEqual(others, ['FAULTSX: no', 'models: no']);
});

test('a 404 of no endpoint is an unknown path, and no other request is', () => {
  const line = { number: 1, time: '', model: null, fault: null, actual_ms: 1 };
  assert.equal(isUnknownPath({ ...line, endpoint: 'other', status: 404 }), true);
  assert.equal(isUnknownPath({ ...line, endpoint: '/v1/chat/completions', status: 404 }), false);
  assert.equal(isUnknownPath({ ...line, endpoint: 'other', status: 405 }), false);
});

test('the control API lies beside the page, below the prefix of a proxy', () => {
  assert.equal(controlUrl('http://host/mock/?a=b#c', '/stats'), 'http://host/mock/admin/v1/stats');
  assert.equal(controlUrl('https://host/', '/journal?limit=50'), 'https://host/admin/v1/journal?limit=50');
});

test('an answer is done, refused, locked or absent, whatever its body', () => {
  assert.deepEqual(outcomeOf(200, '{"a":1}'), { kind: 'done', body: { a: 1 } });
  assert.deepEqual(outcomeOf(400, '{"error":{"message":"m","problems":["p"]}}'), {
    kind: 'refused',
    message: 'm',
    problems: ['p'],
  });
  assert.deepEqual(outcomeOf(503, 'null'), { kind: 'refused', message: '503', problems: [] });
  assert.deepEqual(outcomeOf(401, ''), { kind: 'locked' });
  assert.deepEqual(outcomeOf(404, 'nothing'), { kind: 'absent' });
  assert.deepEqual(outcomeOf(502, '<html>'), { kind: 'unreachable' });
});

test('the key goes in the header alone, also one beyond ASCII', async (t) => {
  const asked: [string, RequestInit][] = [];
  t.mock.method(globalThis, 'fetch', async (url: string, init: RequestInit) => {
    asked.push([url, init]);
    return new Response('{}');
  });
  const client = new ControlClient('http://host/');
  client.use('schlüssel');
  await client.ask('PATCH', '/config', { settings: {} });
  const [[url, init] = ['', {}]] = asked;
  assert.equal(url, 'http://host/admin/v1/config');
  const { authorization } = init.headers as Record<string, string>;
  assert.equal(Buffer.from(authorization ?? '', 'latin1').toString(), 'Bearer schlüssel');
  assert.equal(init.body, '{"settings":{}}');
});

test('a server that cannot be asked is unreachable, and nothing is thrown', async (t) => {
  t.mock.method(globalThis, 'fetch', () => Promise.reject(new TypeError('failed')));
  assert.deepEqual(await new ControlClient('http://host/').ask('GET', '/stats'), { kind: 'unreachable' });
});

test('it is asked at once, every two seconds after an answer, and never while nobody looks', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const answers: (() => void)[] = [];
  const poll = new Poll(() => new Promise((resolve) => answers.push(resolve)));
  const pass = async (ms: number) => {
    t.mock.timers.tick(ms);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    return answers.length;
  };
  assert.equal(await pass(POLL_MS), 0);
  poll.set(true);
  assert.equal(await pass(0), 1);
  assert.equal(await pass(POLL_MS * 5), 1, 'one question at a time');
  answers[0]?.();
  await pass(0);
  assert.equal(await pass(POLL_MS - 1), 1);
  assert.equal(await pass(1), 2);
  poll.set(false);
  answers[1]?.();
  await pass(0);
  assert.equal(await pass(POLL_MS * 5), 2);
  poll.set(true);
  assert.equal(await pass(0), 3);
});

test('a change is marked where the count of changes grew, but not over a gap or a new start', () => {
  const revision = (second: number, configRevision: number, startedAtMs = STARTED_AT_MS) =>
    sampleAt(second, { configRevision }, startedAtMs);
  const samples = [
    revision(1, 0),
    revision(2, 0),
    revision(3, 2),
    revision(4, 2),
    revision(20, 3),
    revision(21, 4),
    revision(22, 9, STARTED_AT_MS + 21_500),
  ];
  const seconds = changesIn(toMoments(samples)).map((atMs) => (atMs - STARTED_AT_MS) / 1_000);
  assert.deepEqual(seconds, [3, 21]);
});

test('of changes that follow second by second the first is marked', () => {
  const samples = [0, 1, 2, 3, 3, 4].map((configRevision, at) =>
    sampleAt(at + 1, { configRevision }, STARTED_AT_MS),
  );
  const seconds = changesIn(toMoments(samples)).map((atMs) => (atMs - STARTED_AT_MS) / 1_000);
  assert.deepEqual(seconds, [2, 6]);
});
