/**
 * The row about time: what was planned and what the mock adds to it. Pure.
 */
import * as units from '@grafana/grafana-foundation-sdk/units';
import { graph, type Line, type Steps } from '../panels.js';
import { highest, quantile } from '../queries.js';
import { HELD_UP_SECONDS, LATE_SECONDS } from '../verdict.js';
import type { Row } from './row.js';

const LATE: Steps = { red: LATE_SECONDS };

const QUANTILES = [
  ['p50', 0.5],
  ['p90', 0.9],
  ['p99', 0.99],
] as const;

/** Of all chosen instances together. */
function quantiles(metric: string): Line[] {
  return QUANTILES.map(([legend, share]) => ({ query: quantile(share, metric), legend }));
}

/** By instance: one that is late must not be lost among others. */
function lateness(metric: string): Line[] {
  return QUANTILES.filter(([name]) => name !== 'p90').map(([name, share]) => ({
    query: quantile(share, metric, 'instance'),
    legend: `${name} {{instance}}`,
  }));
}

const replyLateness = graph({
  title: 'Lateness of replies',
  description:
    'Written later than planned: what the mock itself adds. Above the dashed line it is the bottleneck.',
  unit: units.Seconds,
  width: 6,
  steps: LATE,
  lines: lateness('llm_mock_delay_lateness_seconds'),
});

const tokenLateness = graph({
  title: 'Lateness of tokens',
  description:
    'The same for the tokens of streams. A late token does not delay the next: each has its own deadline.',
  unit: units.Seconds,
  width: 6,
  steps: LATE,
  lines: lateness('llm_mock_inter_token_lateness_seconds'),
});

const unread = graph({
  title: 'Unread requests',
  description:
    'For how long requests may have lain unread, at the most: how late the mock is before it knows of them. To be added to the lateness.',
  unit: units.Seconds,
  width: 6,
  steps: LATE,
  lines: lateness('llm_mock_unread_seconds'),
});

const lag = graph({
  title: 'Event-loop lag',
  description:
    'The longest that the thread with all sockets was held up during the second before a scrape. It rises ahead of the ' +
    'lateness; a single peak is often a neighbour on the same processor.',
  unit: units.Seconds,
  width: 6,
  steps: { red: HELD_UP_SECONDS },
  lines: [{ query: highest('llm_mock_event_loop_lag_seconds'), legend: '{{instance}}' }],
});

const firstToken = graph({
  title: 'Time to first token',
  description: 'Of streams: from the headers of the request to the first token, the planned time included.',
  unit: units.Seconds,
  width: 12,
  lines: quantiles('llm_mock_time_to_first_token_seconds'),
});

const duration = graph({
  title: 'Request duration',
  description:
    'From the headers to the complete reply, the planned delay included. Compare it with what your client measures: the ' +
    'difference is the way between them.',
  unit: units.Seconds,
  width: 12,
  lines: quantiles('llm_mock_request_duration_seconds'),
});

export const TIME: Row = {
  title: 'Time',
  panels: [replyLateness, tokenLateness, unread, lag, firstToken, duration],
};
