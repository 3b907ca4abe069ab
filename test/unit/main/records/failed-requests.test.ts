import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FailedRequests, LISTED_A_SECOND_MAX } from '../../../../dist/main/records/failed-requests.js';
import { PROVIDERS } from '../../../../dist/protocols/providers.js';
import { FAILURES_MAX } from '../../../../dist/shared/answers/live-failures.js';
import { apiError, ERROR_KINDS } from '../../../../dist/shared/errors.js';
import { ENDPOINTS } from '../../../../dist/shared/labels.js';

const CHAT = ENDPOINTS.indexOf('/v1/chat/completions');
const OTHER = ENDPOINTS.indexOf('other');
const [{ dialect }] = PROVIDERS;
const UNKNOWN = apiError(ERROR_KINDS.notFound, 'no');
const FULL = apiError(ERROR_KINDS.full, 'full');

function rig() {
  const clock = { ms: 1_000_000 };
  let looked = 0;
  const failures = new FailedRequests({
    rowOf: (model) => (model === 'gpt-4o' ? 'gpt-*' : null),
    now: () => clock.ms,
  });
  const heads = {} as never;
  return {
    clock,
    failures,
    looked: () => looked,
    api: (error = FULL, endpoint = CHAT) => failures.refused({ endpoint, dialect, heads }, error),
    unknown(path: string, method = 'get') {
      const asked = {
        method,
        get path() {
          looked++;
          return path;
        },
      };
      failures.refused({ endpoint: OTHER, dialect, heads, asked }, UNKNOWN);
    },
    lines: () => failures.read().failures,
  };
}

test('a path that is not here stands on a line of its own, with the one that was meant', () => {
  const { unknown, lines } = rig();
  unknown('/chat/completions', 'post');
  assert.deepEqual(lines(), [
    {
      atMs: 1_000_000,
      count: 1,
      method: 'POST',
      path: '/chat/completions',
      endpoint: 'other',
      status: 404,
      reason: 'not_found',
      code: 'unknown_url',
      param: null,
      model: null,
      meant: '/v1/chat/completions',
    },
  ]);
});

test('what comes again is counted on its line, which is the newest then', () => {
  const { unknown, lines, clock } = rig();
  unknown('/a');
  clock.ms += 10;
  unknown('/b');
  clock.ms += 10;
  unknown('/a');
  assert.deepEqual(
    lines().map(({ path, count, atMs }) => [path, count, atMs]),
    [
      ['/a', 2, 1_000_020],
      ['/b', 1, 1_000_010],
    ],
  );
});

test('refusals for want of room are counted one by one on one line for each endpoint, however many come', () => {
  const { api, lines, failures } = rig();
  for (let count = 0; count < 100_000; count++) api();
  api(FULL, ENDPOINTS.indexOf('/v1/messages'));
  assert.deepEqual(
    lines().map(({ endpoint, status, reason, count }) => [endpoint, status, reason, count]),
    [
      ['/v1/chat/completions', 503, 'capacity', 100_000],
      ['/v1/messages', 503, 'capacity', 1],
    ],
  );
  assert.equal(failures.read().unlisted, 0);
});

test('of the others so many a second are looked at, by reason, and the rest is counted', () => {
  const { unknown, api, lines, looked, failures, clock } = rig();
  for (let count = 0; count < 100_000; count++) unknown(`/path-${count}`);
  assert.equal(lines().length, LISTED_A_SECOND_MAX);
  assert.ok(looked() <= 3 * LISTED_A_SECOND_MAX, `${looked()} paths were looked at`);
  assert.equal(failures.read().unlisted, 100_000 - LISTED_A_SECOND_MAX);
  api(apiError(ERROR_KINDS.missingField, 'no', 'messages'));
  assert.equal(
    lines().some(({ param }) => param === 'messages'),
    true,
    'another reason has its own share',
  );
  clock.ms += 1_000;
  unknown('/next-second');
  assert.equal(
    lines().some(({ path }) => path === '/next-second'),
    true,
  );
  clock.ms -= 3_600_000;
  unknown('/clock-set-back');
  assert.equal(
    lines().some(({ path }) => path === '/clock-set-back'),
    true,
  );
});

test(`there are ${FAILURES_MAX} lines at the most: the one that was quiet for longest goes, and may come back`, () => {
  const { unknown, api, lines, clock } = rig();
  api();
  for (let count = 0; count < FAILURES_MAX; count++) {
    clock.ms += 1_000;
    unknown(`/path-${count}`);
  }
  assert.equal(lines().length, FAILURES_MAX);
  assert.equal(
    lines().some(({ reason }) => reason === 'capacity'),
    false,
  );
  clock.ms += 1_000;
  api();
  assert.deepEqual([lines()[0]?.reason, lines()[0]?.count, lines().at(-1)?.path], ['capacity', 1, '/path-1']);
});

test('the row of the model is told, never its name; and of fields only what can be the name of one', () => {
  const { api, lines } = rig();
  api({ ...apiError(ERROR_KINDS.rateLimitRequests, 'no'), model: 'gpt-4o' });
  api({ ...apiError(ERROR_KINDS.contextLength, 'no'), model: 'my-secret-model' });
  api(apiError(ERROR_KINDS.wrongType, 'no', 'messages[0].content'));
  api(apiError(ERROR_KINDS.wrongType, 'no', 'a <b>'));
  assert.deepEqual(
    lines().map(({ model, param }) => [model, param]),
    [
      ['gpt-*', null],
      [null, null],
      [null, 'messages[0].content'],
      [null, null],
    ],
  );
});

test('every change is seen by its revision, and nothing else is one', () => {
  const { failures, unknown, api } = rig();
  const revisions = [failures.revision];
  for (const change of [() => unknown('/a'), () => unknown('/a'), () => api(), () => api()]) {
    change();
    revisions.push(failures.revision);
  }
  assert.equal(new Set(revisions).size, revisions.length);
  failures.read();
  assert.equal(failures.revision, revisions.at(-1));
});
