// What requests that come again share, and what is made anew for each.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createConstant } from '../../../../dist/behavior/distributions/create.js';
import { ModelTable } from '../../../../dist/behavior/models/model-table.js';
import { EMPTY_PROFILE } from '../../../../dist/behavior/profile/profile.js';
import { createRequestPath } from '../../../../dist/main/process/composition.js';
import type { PlannedRequest } from '../../../../dist/main/reading/planned-request.js';
import { Defects } from '../../../../dist/shared/defects.js';
import { isApiError } from '../../../../dist/shared/errors.js';
import { SharedState } from '../../../../dist/shared/state.js';
import { type Settings, testConfig } from '../../../support/in-process.js';

const BODY = '{"model":"m","messages":[{"role":"user","content":"hello"}]}';
const TIMES = 6;

function rig(settings: Settings = {}) {
  const config = testConfig(settings);
  const state = SharedState.create(1);
  const defects = new Defects({ state, onDefect: assert.fail, now: () => 0 });
  const pool = { threads: 0 } as never;
  const path = createRequestPath({ config, version: 'test', state, pool, workPool: pool, defects });
  const route = path.routes.byPath.get('/v1/chat/completions');
  assert.ok(route !== undefined);
  const read = (body = BODY): PlannedRequest => {
    const planned = path.exchanges.reader.readBody(route, null, '', Buffer.from(body));
    assert.ok(!isApiError(planned));
    return planned;
  };
  return {
    read,
    models: path.models,
    refuse: (body: string) => path.exchanges.reader.readBody(route, null, '', Buffer.from(body)),
  };
}

function times<T>(make: (index: number) => T): T[] {
  return Array.from({ length: TIMES }, (_, index) => make(index));
}

test('where nothing is left to chance, the same request is the same object', () => {
  const { read } = rig();
  const [, , third, ...more] = times(() => read());
  for (const planned of more) assert.equal(planned, third);
});

test('what is left to chance is drawn anew for each, in the order of arrival as without a memory', () => {
  const { read } = rig({ RESPONSE_DELAY: 'uniform(1s, 9s)' });
  const delays = times(() => read().delayMs);
  assert.equal(new Set(delays).size, TIMES);
});

test('with a seed the same request has the same plan each time, and not the same generator', () => {
  const { read } = rig({ TIME_TO_FIRST_TOKEN: '1s', INTER_TOKEN_LATENCY: 'uniform(1ms, 9ms)', SEED: '1' });
  const streams = times(() => read(BODY.replace('{', '{"stream":true,')));
  const gaps = streams.map(({ plan }) => [plan.pace.nextGapMs(), plan.pace.nextGapMs()]);
  for (const gap of gaps) assert.deepEqual(gap, gaps[0]);
  assert.equal(new Set(streams.map(({ plan }) => plan.pace)).size, TIMES);
});

test('an echo says what its own request said, also where its time is drawn', () => {
  for (const settings of [{}, { RESPONSE_DELAY: 'uniform(1s, 9s)' }]) {
    const { read } = rig({ RESPONSE_CONTENT: 'echo', ...settings });
    for (let round = 0; round < TIMES; round++) {
      for (const text of ['hello', 'there']) {
        const { plan } = read(BODY.replace('hello', text));
        assert.equal(plan.text.join(plan.tokens), text);
      }
    }
  }
});

test('a request that stops at a text stops there each time', () => {
  for (const settings of [{}, { RESPONSE_DELAY: 'uniform(1s, 9s)' }]) {
    const { read } = rig({ RESPONSE_TEXT: 'one two three', ...settings });
    const plans = times(() => read(BODY.replace('{', '{"stop":"two",')).plan);
    for (const { text, tokens, stopText } of plans)
      assert.deepEqual([text.join(tokens), stopText], ['one ', 'two']);
  }
});

test('a models file that is read anew holds from the next request on', () => {
  const { read, models } = rig({ RESPONSE_DELAY: '1s' });
  for (const planned of times(() => read())) assert.equal(planned.delayMs, 1_000);
  const profile = { ...EMPTY_PROFILE, responseDelay: createConstant(2_000) };
  models.replaceTable(new ModelTable([{ name: 'm', profile }]));
  for (const planned of times(() => read())) assert.equal(planned.delayMs, 2_000);
});

test('what is refused is refused each time', () => {
  const { refuse } = rig();
  for (const refusal of times(() => refuse('{"model":"m"}'))) assert.ok(isApiError(refusal));
});
