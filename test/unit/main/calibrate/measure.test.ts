import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MeasureOptions, measureAll } from '../../../../dist/main/calibrate/measure.js';
import type { Measured } from '../../../../dist/main/calibrate/stream.js';

const ANSWER: Measured = {
  firstMs: 1,
  gapsMs: [],
  promptTokens: null,
  outputTokens: null,
  thoughtTokens: null,
  showsThoughts: false,
  isCutOff: false,
};

function options(measure: MeasureOptions['measure'], more: Partial<MeasureOptions> = {}): MeasureOptions {
  return {
    requests: 10,
    concurrency: 3,
    askFor: (index) => ({ model: 'm', prompt: `${index}`, tokensMax: 1 }),
    measure,
    signal: new AbortController().signal,
    ...more,
  };
}

test('each request is sent once, and never more at once than may be', async () => {
  const asked: string[] = [];
  let [running, most] = [0, 0];
  const { answers, isIncomplete } = await measureAll(
    options(async ({ prompt }) => {
      asked.push(prompt);
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      return ANSWER;
    }),
  );
  assert.deepEqual([answers.length, most, isIncomplete], [10, 3, false]);
  assert.deepEqual(asked, ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
});

test('an endpoint that refuses everything is not asked to the end', async () => {
  let asked = 0;
  const refuse = () => Promise.reject(new Error(`401 no. ${++asked % 1}`));
  const { failures, isIncomplete } = await measureAll(options(refuse, { requests: 100, concurrency: 1 }));
  assert.deepEqual([asked, isIncomplete, [...failures]], [5, true, [['401 no. 0', 5]]]);
});

test('some failures among answers are counted by reason, and all requests are sent', async () => {
  const measure: MeasureOptions['measure'] = async ({ prompt }) => {
    if (Number(prompt) >= 3) throw new Error('429');
    return ANSWER;
  };
  const { answers, failures, isIncomplete } = await measureAll(options(measure));
  assert.deepEqual([answers.length, [...failures], isIncomplete], [3, [['429', 7]], false]);
});

test('when time is up nothing more is sent, and what was under way counts neither way', async () => {
  const stop = new AbortController();
  const measure: MeasureOptions['measure'] = async ({ prompt }) => {
    if (prompt !== '2') return ANSWER;
    stop.abort();
    throw new Error('aborted');
  };
  const measured = await measureAll(options(measure, { concurrency: 1, signal: stop.signal }));
  assert.deepEqual([measured.answers.length, measured.failures.size, measured.isIncomplete], [2, 0, true]);
});
