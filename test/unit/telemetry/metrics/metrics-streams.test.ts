/**
 * What the page shows of streams and tokens.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TIME_BOUNDS_SECONDS } from '../../../../dist/shared/figures/bounds.js';
import { SharedState } from '../../../../dist/shared/state.js';
import { createMetricsRenderer } from '../../../../dist/telemetry/metrics/metrics.js';
import { type Family, parseMetrics, valueOfFamily } from '../../../support/metrics-text.js';

const FACTS = {
  build: { version: '1.2.3', node: '20.0.0', uwebsockets: '20.30.0' },
  fileDescriptorsMax: 20_000,
  startedAtSeconds: 1_700_000_000,
};

async function scrape(state: SharedState): Promise<ReadonlyMap<string, Family>> {
  return parseMetrics(await createMetricsRenderer(state, FACTS)());
}

/** The samples of a family as [labels, value]. */
function samplesOf(families: ReadonlyMap<string, Family>, name: string) {
  return families.get(name)?.samples.map(({ labels, value }) => [labels, value]);
}

test('streams and tokens are those of the state', async () => {
  const state = SharedState.create(1);
  for (const change of [1, 1, -1]) state.activeStreams += change;
  state.streamEvents += 7;
  state.streamEvents += 5;
  state.stalledStreams++;
  state.countTokens(8, 17);
  state.countTokens(2, 3);
  state.usageEstimates++;
  state.firstToken.observe(0.3);
  state.tokenLateness.observe(0.0007);
  const families = await scrape(state);
  assert.equal(valueOfFamily(families, 'llm_mock_active_streams'), 1);
  assert.equal(valueOfFamily(families, 'llm_mock_stream_events_total'), 12);
  assert.equal(valueOfFamily(families, 'llm_mock_stalled_streams_total'), 1);
  assert.equal(valueOfFamily(families, 'llm_mock_usage_estimates_total'), 1);
  assert.deepEqual(samplesOf(families, 'llm_mock_tokens_total'), [
    [{ kind: 'prompt' }, 10],
    [{ kind: 'completion' }, 20],
  ]);
  const histogramOf = (name: string, bounds: readonly number[], value: number) => {
    const buckets = [...bounds, Infinity].map((bound) => [
      { le: bound === Infinity ? '+Inf' : String(bound) },
      value <= bound ? 1 : 0,
    ]);
    assert.deepEqual(samplesOf(families, name), [...buckets, [{}, value], [{}, 1]]);
  };
  histogramOf('llm_mock_time_to_first_token_seconds', TIME_BOUNDS_SECONDS, 0.3);
  histogramOf('llm_mock_inter_token_lateness_seconds', TIME_BOUNDS_SECONDS, 0.0007);
});
