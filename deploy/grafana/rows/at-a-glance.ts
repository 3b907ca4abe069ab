/**
 * The row that answers at one look whether the mock is the bottleneck or the system under test. Pure.
 */
import * as units from '@grafana/grafana-foundation-sdk/units';
import { graph, tile } from '../panels.js';
import { chosen, feltLateness, highest, rate } from '../queries.js';
import { HELD_UP_SECONDS, LATE_SECONDS, VERDICTS, verdictQuery } from '../verdict.js';
import type { Row } from './row.js';

const HEIGHT_WITH_GRAPH = 8;

const verdict = tile({
  title: 'Is it the mock?',
  description:
    'Green: what the mock adds to the planned times is small, so slowness that you measure is that of your system. ' +
    'Orange: it had no slot for some requests. Red: one reply or token in a ' +
    'hundred is more than 50 ms late, the time before its request was read included, or the event loop was held up for more than 100 ms.',
  unit: units.NoUnit,
  width: 6,
  height: HEIGHT_WITH_GRAPH,
  query: verdictQuery(),
  words: VERDICTS,
  nothing: 'No mock is scraped',
});

const inFlight = graph({
  title: 'In flight, and the cap',
  description:
    'Requests that hold a slot. Where the line touches the cap, further requests are refused. The dashed peak is the most ' +
    'since the start, between scrapes too.',
  unit: units.Short,
  width: 12,
  lines: [
    { query: `sum(${chosen('llm_mock_active_requests')})`, legend: 'in flight', color: 'blue' },
    {
      query: `sum(${chosen('llm_mock_peak_requests')})`,
      legend: 'peak since start',
      limit: true,
      color: 'light-blue',
    },
    { query: `sum(${chosen('llm_mock_max_concurrent_requests')})`, legend: 'cap', limit: true, color: 'red' },
  ],
});

const alerts = tile({
  title: 'Firing alerts',
  description: 'From the rules in deploy/prometheus; docs/monitoring.md says for each what to do.',
  unit: units.NoUnit,
  width: 6,
  height: HEIGHT_WITH_GRAPH,
  query: 'max by (alertname, severity) (ALERTS{alertname=~"LlmMock.+",alertstate="firing"})',
  legend: '{{alertname}}',
  show: 'names',
  steps: { red: 1 },
  nothing: 'None',
});

const status = tile({
  title: 'Status',
  description: 'Of all chosen instances: whether each answered the last scrape.',
  unit: units.NoUnit,
  width: 3,
  query: `min(${chosen('up')})`,
  words: [
    { value: 1, text: 'Up', color: 'green' },
    { value: 0, text: 'Down', color: 'red' },
  ],
  nothing: 'Unknown',
});

const freeSlots = tile({
  title: 'Free slots',
  description: 'How many more requests would be taken now.',
  unit: units.Short,
  width: 3,
  query: `sum(${chosen('llm_mock_max_concurrent_requests')} - ${chosen('llm_mock_active_requests')})`,
  steps: { red: 1, orange: 50, fallsShort: true },
  nothing: '–',
});

const refused = tile({
  title: 'Refused, full',
  description: '503 (529 on Anthropic’s mount) a second, because every slot was taken.',
  unit: units.RequestsPerSecond,
  width: 3,
  query: `sum(${rate('llm_mock_rejected_total', 'reason="capacity"')})`,
  steps: { orange: 0.001 },
  nothing: '–',
});

const replyLateness = tile({
  title: 'Reply lateness p99',
  description:
    'How much later than planned replies are written, and how long requests may have lain unread: what the mock itself ' +
    'adds, at the most. The worst instance.',
  unit: units.Seconds,
  width: 3,
  query: `max(${feltLateness(0.99, 'llm_mock_delay_lateness_seconds')})`,
  steps: { orange: 0.01, red: LATE_SECONDS },
  nothing: 'Idle',
});

const tokenLateness = tile({
  title: 'Token lateness p99',
  description: 'The same for the tokens of streams. The worst instance.',
  unit: units.Seconds,
  width: 3,
  query: `max(${feltLateness(0.99, 'llm_mock_inter_token_lateness_seconds')})`,
  steps: { orange: 0.01, red: LATE_SECONDS },
  nothing: 'Idle',
});

const lag = tile({
  title: 'Event-loop lag',
  description: 'The longest that the one thread with all sockets was held up. The worst instance.',
  unit: units.Seconds,
  width: 3,
  query: `max(${highest('llm_mock_event_loop_lag_seconds')})`,
  steps: { orange: 0.025, red: HELD_UP_SECONDS },
  nothing: '–',
});

const memory = tile({
  title: 'Memory',
  description: 'In use, of the limit of the container or of the host. The worst instance.',
  unit: units.PercentUnit,
  width: 3,
  decimals: 0,
  query: `max(${chosen('llm_mock_memory_usage_ratio')})`,
  steps: { orange: 0.75, red: 0.85 },
  nothing: '–',
});

const cpu = tile({
  title: 'Processor',
  description: 'Cores in use by all threads. All sockets are served by one core. The busiest instance.',
  unit: 'suffix: cores',
  width: 3,
  decimals: 2,
  query: `max(${rate('process_cpu_seconds_total')})`,
  steps: { orange: 0.7, red: 0.9 },
  nothing: '–',
});

export const AT_A_GLANCE: Row = {
  title: 'At a glance: the mock, or your system?',
  panels: [
    verdict,
    inFlight,
    alerts,
    status,
    freeSlots,
    refused,
    replyLateness,
    tokenLateness,
    lag,
    memory,
    cpu,
  ],
};
