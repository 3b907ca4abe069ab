/** The families by row of the models file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MODEL_FIGURES, MODEL_ROWS_MAX, OUTCOMES } from '../../../../dist/shared/figures/models.js';
import { SharedState } from '../../../../dist/shared/state.js';
import { createMetricsRenderer } from '../../../../dist/telemetry/metrics/metrics.js';
import { type Family, parseMetrics } from '../../../support/metrics-text.js';

const FACTS = {
  build: { version: '1.2.3', node: '20.0.0', uwebsockets: '20.30.0' },
  fileDescriptorsMax: 20_000,
  startedAtSeconds: 1_700_000_000,
};

const samplesOf = (families: ReadonlyMap<string, Family>, name: string) =>
  (families.get(name)?.samples ?? assert.fail(name)).map(({ labels, value }) => [labels, value]);

test('counters and gauges have a series for each row, and for each value of their other label', async () => {
  const state = SharedState.create(1);
  const row = state.models.of(1);
  row.count('answered');
  row.count('aborted');
  row.count('aborted');
  row.enter();
  row.countTokens(3, 4);
  const families = parseMetrics(await createMetricsRenderer(state, FACTS)(['other', 'gpt-*']));
  assert.deepEqual(samplesOf(families, 'llm_mock_model_requests_total'), [
    ...OUTCOMES.map((outcome) => [{ model: 'other', outcome }, 0]),
    [{ model: 'gpt-*', outcome: 'answered' }, 1],
    [{ model: 'gpt-*', outcome: 'refused' }, 0],
    [{ model: 'gpt-*', outcome: 'aborted' }, 2],
  ]);
  assert.deepEqual(samplesOf(families, 'llm_mock_model_active_requests'), [
    [{ model: 'other' }, 0],
    [{ model: 'gpt-*' }, 1],
  ]);
  assert.deepEqual(samplesOf(families, 'llm_mock_model_tokens_total').slice(2), [
    [{ model: 'gpt-*', kind: 'prompt' }, 3],
    [{ model: 'gpt-*', kind: 'completion' }, 4],
  ]);
});

test('each histogram of a row is rendered under its own family, planned apart from actual', async () => {
  const state = SharedState.create(1);
  const { firstToken, plannedFirstToken, answer, plannedAnswer, tokenTime, plannedTokenTime } =
    state.models.of(1);
  const seconds = [
    ['time_to_first_token', firstToken, 1],
    ['planned_time_to_first_token', plannedFirstToken, 2],
    ['request_duration', answer, 3],
    ['planned_request_duration', plannedAnswer, 4],
    ['time_per_output_token', tokenTime, 5],
    ['planned_time_per_output_token', plannedTokenTime, 6],
  ] as const;
  state.models.of(1).count('answered');
  for (const [, histogram, value] of seconds) histogram.observe(value);
  const families = parseMetrics(await createMetricsRenderer(state, FACTS)(['other', 'm']));
  for (const [name, , value] of seconds) {
    const samples = families.get(`llm_mock_model_${name}_seconds`)?.samples ?? assert.fail(name);
    const sums = samples.filter((sample) => sample.name.endsWith('_sum'));
    assert.deepEqual(
      sums.map((sample) => [sample.labels, sample.value]),
      [[{ model: 'm' }, value]],
      name,
    );
  }
});

test('a row has its histograms as soon as a request to it waits, so that the first scrape tells zeros', async () => {
  const state = SharedState.create(1);
  const render = createMetricsRenderer(state, FACTS);
  const counts = async () =>
    samplesOf(parseMetrics(await render()), 'llm_mock_model_request_duration_seconds').filter(
      ([labels]) => (labels as Record<string, string>).le === '+Inf',
    );
  assert.deepEqual(await counts(), []);
  state.models.of(0).enter();
  assert.deepEqual(await counts(), [[{ model: 'other', le: '+Inf' }, 0]]);
});

test('a name that a label must not have as it is, is escaped', async () => {
  const page = await createMetricsRenderer(SharedState.create(1), FACTS)(['other', 'a"b\\c\nd']);
  assert.match(page, /^llm_mock_model_active_requests\{model="a\\"b\\\\c\\nd"\} 0$/m);
  parseMetrics(page);
});

test('a row that a reload has brought is in the next scrape, and the others stay', async () => {
  const state = SharedState.create(1);
  const render = createMetricsRenderer(state, FACTS);
  state.models.of(1).count('answered');
  await render(['other', 'one']);
  const families = parseMetrics(await render(['other', 'one', 'two']));
  const answered = samplesOf(families, 'llm_mock_model_requests_total').filter(
    ([labels]) => (labels as { outcome: string }).outcome === 'answered',
  );
  assert.deepEqual(
    answered.map(([labels, value]) => [(labels as { model: string }).model, value]),
    [
      ['other', 0],
      ['one', 1],
      ['two', 0],
    ],
  );
});

test('with as many rows as are told apart a scrape is whole, and has all of them', async () => {
  const names = ['other', ...Array.from({ length: MODEL_ROWS_MAX }, (_, at) => `row-${at}`)];
  const state = SharedState.create(1);
  for (const at of names.keys()) state.models.of(at).count('answered');
  const families = parseMetrics(await createMetricsRenderer(state, FACTS)(names));
  for (const { metric } of Object.values(MODEL_FIGURES)) {
    const models = new Set(families.get(metric)?.samples.map(({ labels }) => labels.model));
    assert.deepEqual([...models], names, metric);
  }
});
