/**
 * The row about streams and tokens. Pure.
 */
import * as units from '@grafana/grafana-foundation-sdk/units';
import { graph } from '../panels.js';
import { chosen, increase, rate, sumBy } from '../queries.js';
import type { Row } from './row.js';

const active = graph({
  title: 'Active streams',
  description: 'Streams whose first token was sent, and whose last was not yet.',
  unit: units.Short,
  width: 6,
  lines: [{ query: sumBy('instance', chosen('llm_mock_active_streams')), legend: '{{instance}}' }],
});

const events = graph({
  title: 'Events',
  description: 'Server-sent events of all kinds that were written.',
  unit: units.EventsPerSecond,
  width: 6,
  lines: [{ query: sumBy('instance', rate('llm_mock_stream_events_total')), legend: '{{instance}}' }],
});

const tokens = graph({
  title: 'Tokens',
  description:
    'Of answered requests, streamed or not, as their usage says. They count when the answer is complete.',
  unit: 'suffix: tokens/s',
  width: 6,
  lines: [{ query: sumBy('kind', rate('llm_mock_tokens_total')), legend: '{{kind}}' }],
});

const trouble = graph({
  title: 'Stalled, and estimated',
  description:
    'Clients that were cut off because they did not read for STALL_TIMEOUT; answers that were due before USAGE=exact had ' +
    'counted their tokens. In a test that goes well both are 0.',
  unit: units.Short,
  width: 6,
  lines: [
    { query: `sum(${increase('llm_mock_stalled_streams_total')})`, legend: 'stalled', color: 'red' },
    { query: `sum(${increase('llm_mock_usage_estimates_total')})`, legend: 'estimated', color: 'orange' },
  ],
});

export const STREAMS: Row = { title: 'Streams and tokens', panels: [active, events, tokens, trouble] };
