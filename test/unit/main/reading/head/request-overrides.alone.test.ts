import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { RequestOverrides } from '../../../../../dist/main/reading/head/request-overrides.js';
import { isApiError } from '../../../../../dist/shared/errors.js';
import { requestHead } from '../../../../support/request-head.js';

const LIMITS = { delayMaxMs: 600_000, tokensMax: 1_000 };
const constant = (value: number) => ({ kind: 'constant', value });

function read(headers: Record<string, string>, allowed = true) {
  const asked = new RequestOverrides(LIMITS, allowed).read(requestHead(headers), 0);
  if (isApiError(asked)) return { kind: asked.kind.code, message: asked.message };
  return asked;
}

test('of a header that was sent twice the first counts, however the head is looked at', () => {
  const head = {
    ...requestHead({ 'x-mock-delay': '2s' }),
    extensions: ['x-mock-delay', '2s', 'x-mock-delay', '9s'],
  };
  const asked = new RequestOverrides(LIMITS, true).read(head, 0);
  assert.ok(asked !== null && !isApiError(asked));
  assert.deepEqual(asked.profile.responseDelay, constant(2_000));
});

test('every header is read under its own name', () => {
  const asked = read({
    'x-mock-delay': '2s',
    'x-mock-ttft': '300ms',
    'x-mock-itl': '20ms',
    'x-mock-output-tokens': '200',
    'x-mock-reasoning-tokens': '64',
    'x-mock-tool-calls': '2',
    'x-mock-tool-turns': '3',
    'x-mock-seed': '7',
  });
  assert.deepEqual(asked, {
    profile: {
      responseDelay: constant(2_000),
      timeToFirstToken: constant(300),
      interTokenLatency: constant(20),
      prefillPerToken: null,
      outputTokens: constant(200),
      reasoningTokens: constant(64),
      toolCalls: constant(2),
      toolTurns: constant(3),
      loadFactor: null,
      modelLenMax: null,
      faults: null,
    },
    seed: 7,
  });
});

test('the headers of other emulators are milliseconds and tokens, and give way to ours', () => {
  const others = { 'x-ttft-ms': '300', 'x-itl-ms': '20.5', 'x-output-length': '200' };
  const asked = read({ ...others, 'x-mock-ttft': '1s' });
  assert.ok(asked !== null && 'profile' in asked);
  const { timeToFirstToken, interTokenLatency, outputTokens } = asked.profile;
  assert.deepEqual(
    [timeToFirstToken, interTokenLatency, outputTokens],
    [constant(1_000), constant(20.5), constant(200)],
  );
});

test('a request without such headers asks for nothing, and neither does one where they are not allowed', () => {
  assert.equal(read({ 'content-type': 'application/json' }), null);
  assert.equal(read({ 'x-mock-delay': '2s' }, false), null);
  assert.equal(read({ 'x-mock-delay': 'nonsense' }, false), null);
});

test('a wrong header is refused by its name, with the place of the mistake', () => {
  assert.deepEqual(read({ 'x-mock-delay': '2' }), {
    kind: 'invalid_value',
    message:
      'Invalid header \'x-mock-delay\': expected a unit (us, ms, s, m, h) after 2, got the end (at character 2 of "2")',
  });
  assert.deepEqual(read({ 'x-itl-ms': '2ms' }), {
    kind: 'invalid_value',
    message: 'Invalid header \'x-itl-ms\': expected a number without a unit (at character 1 of "2ms")',
  });
});

test('requests with the same headers get the same object, which the planner goes by', () => {
  const overrides = new RequestOverrides(LIMITS, true);
  const ask = (delay: string) => overrides.read(requestHead({ 'x-mock-delay': delay }), 0);
  assert.equal(ask('2s'), ask('2s'));
  assert.notEqual(ask('2s'), ask('3s'));
});

test('a header of more than 1,000 characters is refused, whichever it is', () => {
  const tooLong = (header: string, value: string) => ({
    kind: 'invalid_value',
    message: `Invalid header '${header}': expected at most 1000 characters, got ${value.length} (at character 1001 of "…${'1'.repeat(40)}${'1'.repeat(40)}…")`,
  });
  const value = '1'.repeat(61_440);
  for (const header of ['x-mock-delay', 'x-mock-itl', 'x-mock-output-tokens', 'x-mock-seed', 'x-ttft-ms']) {
    assert.deepEqual(read({ [header]: value }), tooLong(header, value));
  }
});

test('what is asked for at great length is read, and not kept: the cache is bounded in bytes too', () => {
  const overrides = new RequestOverrides(LIMITS, true);
  const ask = (delay: string) => overrides.read(requestHead({ 'x-mock-delay': delay }), 0);
  // With the number of the header and what separates it, 512 characters.
  const longest = '2s'.padEnd(509);
  assert.equal(ask(longest), ask(longest));
  const longer = '2s'.padEnd(510);
  assert.notEqual(ask(longer), ask(longer));
  assert.deepEqual(ask(longer), ask('2s'));
});

test('1,024 different headers of 60 KB leave no trace in memory', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const overrides = new RequestOverrides(LIMITS, true);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < 1_024; index++) {
    assert.ok(isApiError(overrides.read(requestHead({ 'x-mock-delay': `${index}`.padEnd(61_440, 'x') }), 0)));
  }
  collectGarbage();
  const kept = process.memoryUsage().heapUsed - before;
  assert.equal(overrides.read(requestHead({}), 0), null);
  assert.ok(kept < 4 * 1_048_576, `${kept} bytes`);
});

test('so many different headers that not all are kept are still all read', () => {
  const overrides = new RequestOverrides(LIMITS, true);
  for (let ms = 1; ms <= 3_000; ms++) {
    const asked = overrides.read(requestHead({ 'x-mock-delay': `${ms}ms` }), 0);
    assert.ok(asked !== null && 'profile' in asked);
    assert.deepEqual(asked.profile.responseDelay, constant(ms));
  }
});
