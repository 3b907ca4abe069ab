/**
 * The row by model: the rows of the models file, as far as the mock tells them apart. Pure.
 */
import * as units from '@grafana/grafana-foundation-sdk/units';
import { graph, type Line } from '../panels.js';
import { chosen, quantile, rate, sumBy } from '../queries.js';
import type { Row } from './row.js';

/** What was chosen at the top of the dashboard. */
const MODEL = 'model=~"$model"';

/** Of all chosen instances together. */
function quantiles(metric: string): Line[] {
  return (
    [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const
  ).map(([name, share]) => ({
    query: quantile(share, metric, 'model', MODEL),
    legend: `${name} {{model}}`,
  }));
}

const requests = graph({
  title: 'Requests by model',
  description: 'By row of the models file, once the model was read. What is answered, refused and aborted.',
  unit: units.RequestsPerSecond,
  width: 8,
  lines: [
    {
      query: sumBy('model, outcome', rate('llm_mock_model_requests_total', MODEL)),
      legend: '{{model}} {{outcome}}',
    },
  ],
});

const active = graph({
  title: 'In flight by model',
  description: 'Requests whose model was read, and whose answer is not yet whole.',
  unit: units.Short,
  width: 8,
  lines: [{ query: sumBy('model', chosen('llm_mock_model_active_requests', MODEL)), legend: '{{model}}' }],
});

const tokens = graph({
  title: 'Tokens by model',
  description: 'Of answered requests. They count when the answer is complete.',
  unit: 'suffix: tokens/s',
  width: 8,
  lines: [
    {
      query: sumBy('model, kind', rate('llm_mock_model_tokens_total', MODEL)),
      legend: '{{model}} {{kind}}',
    },
  ],
});

const firstToken = graph({
  title: 'Time to first token by model',
  description: 'Of streams, the planned time included.',
  unit: units.Seconds,
  width: 8,
  lines: quantiles('llm_mock_model_time_to_first_token_seconds'),
});

const answer = graph({
  title: 'Request duration by model',
  description: 'From the headers to the complete reply, the planned delay included.',
  unit: units.Seconds,
  width: 8,
  lines: quantiles('llm_mock_model_request_duration_seconds'),
});

const tokenTime = graph({
  title: 'Time per output token by model',
  description: 'Of streams that were answered: the time behind the first token over the tokens behind it.',
  unit: units.Seconds,
  width: 8,
  lines: quantiles('llm_mock_model_time_per_output_token_seconds'),
});

export const MODELS: Row = {
  title: 'By model',
  panels: [requests, active, tokens, firstToken, answer, tokenTime],
};
