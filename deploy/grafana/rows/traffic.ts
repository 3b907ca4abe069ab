/**
 * The row about what is asked and answered. Pure.
 */
import * as units from '@grafana/grafana-foundation-sdk/units';
import { graph } from '../panels.js';
import { NOT_PAGES, rate, sumBy } from '../queries.js';
import type { Row } from './row.js';

/** A status is the same colour everywhere: green is served, yellow the client's mistake, orange and red refused for load. */
const STATUS_COLORS = {
  '200': 'green',
  '400': 'yellow',
  '401': 'light-yellow',
  '404': 'semi-dark-yellow',
  '405': 'dark-yellow',
  '413': 'super-light-yellow',
  '503': 'red',
  '529': 'orange',
} as const;

const byStatus = graph({
  title: 'Replies by status',
  description: 'Without the pages, such as /health and /metrics. A stream counts when it has ended.',
  unit: units.RequestsPerSecond,
  width: 12,
  stacked: true,
  colors: STATUS_COLORS,
  lines: [
    { query: `${sumBy('status', rate('llm_mock_requests_total', NOT_PAGES))} > 0`, legend: '{{status}}' },
  ],
});

const byEndpoint = graph({
  title: 'Replies by endpoint',
  description: 'All statuses together. `other` is every path that the server does not know.',
  unit: units.RequestsPerSecond,
  width: 12,
  stacked: true,
  lines: [
    { query: `${sumBy('endpoint', rate('llm_mock_requests_total', NOT_PAGES))} > 0`, legend: '{{endpoint}}' },
  ],
});

const byReason = graph({
  title: 'Refusals by reason',
  description:
    '`capacity`: no slot was free. `draining`: the server shuts down. `memory` and `connections`: what may lie in memory, or the descriptors, are used up. ' +
    '`internal_error`: a defect of the mock. The others are mistakes of the clients. A client that ' +
    'retries counts once a try.',
  unit: units.RequestsPerSecond,
  width: 8,
  stacked: true,
  colors: { capacity: 'red', draining: 'purple' },
  lines: [{ query: `${sumBy('reason', rate('llm_mock_rejected_total'))} > 0`, legend: '{{reason}}' }],
});

const disconnects = graph({
  title: 'Clients that left',
  description:
    'Clients that closed their connection while they held a slot, before their reply was complete. Often a timeout between ' +
    'client and mock that is shorter than the planned answer.',
  unit: units.RequestsPerSecond,
  width: 8,
  lines: [{ query: sumBy('instance', rate('llm_mock_client_disconnects_total')), legend: '{{instance}}' }],
});

const faults = graph({
  title: 'Faults on purpose, by kind',
  description:
    'Requests that something went wrong with because FAULTS, or the request itself, asked for it. No rejections.',
  unit: units.RequestsPerSecond,
  width: 8,
  lines: [{ query: `${sumBy('kind', rate('llm_mock_injected_faults_total'))} > 0`, legend: '{{kind}}' }],
});

export const TRAFFIC: Row = {
  title: 'Traffic',
  panels: [byStatus, byEndpoint, byReason, disconnects, faults],
};
