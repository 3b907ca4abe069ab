/**
 * The row about what the mock needs: memory, processor, descriptors, workers. Pure.
 */
import * as units from '@grafana/grafana-foundation-sdk/units';
import { graph, tile } from '../panels.js';
import { chosen, increase, rate } from '../queries.js';
import type { Row } from './row.js';

const memory = graph({
  title: 'Memory',
  description:
    'In use in the container (or on the host where there is no limit), without file cache that can be dropped; the limit; and ' +
    'the resident memory of the process alone.',
  unit: units.BytesIEC,
  width: 8,
  lines: [
    { query: chosen('llm_mock_memory_used_bytes'), legend: 'in use {{instance}}' },
    { query: chosen('process_resident_memory_bytes'), legend: 'process {{instance}}' },
    { query: chosen('llm_mock_memory_total_bytes'), legend: 'limit {{instance}}', limit: true },
  ],
});

const cpu = graph({
  title: 'Processor',
  description: 'Cores in use by all threads. The thread with all sockets cannot use more than one.',
  unit: 'suffix: cores',
  width: 8,
  steps: { red: 0.9 },
  lines: [
    { query: rate('process_cpu_seconds_total'), legend: '{{instance}}' },
    { query: rate('process_cpu_user_seconds_total'), legend: 'user {{instance}}' },
    { query: rate('process_cpu_system_seconds_total'), legend: 'system {{instance}}' },
  ],
});

const descriptors = graph({
  title: 'Connections and descriptors',
  description:
    'Every connection is a descriptor, and so is every viewer of the live page. The server keeps some back: near the limit ' +
    'requests get 503 and further connections are ended at once, but pages and scrapes are served.',
  unit: units.Short,
  width: 8,
  lines: [
    { query: chosen('llm_mock_connections'), legend: 'connections {{instance}}' },
    { query: chosen('llm_mock_live_viewers'), legend: 'live viewers {{instance}}' },
    { query: chosen('process_open_fds'), legend: 'descriptors {{instance}}' },
    { query: chosen('llm_mock_file_descriptors_max'), legend: 'limit {{instance}}', limit: true },
  ],
});

const workers = graph({
  title: 'Worker threads that ended',
  description: 'They sample memory and render /metrics, and are replaced. Requests do not wait for them.',
  unit: units.Short,
  width: 8,
  lines: [{ query: increase('llm_mock_worker_restarts_total'), legend: '{{instance}}', color: 'red' }],
});

const sampleAge = graph({
  title: 'Age of the memory figures',
  description: 'About a second when all is well; it grows when the workers are in trouble.',
  unit: units.Seconds,
  width: 8,
  steps: { red: 10 },
  lines: [{ query: chosen('llm_mock_memory_sample_age_seconds'), legend: '{{instance}}' }],
});

const build = tile({
  title: 'Running',
  description: 'Version of the mock, of Node.js and of uWebSockets.js, of each chosen instance.',
  unit: units.NoUnit,
  width: 8,
  height: 8,
  query: chosen('llm_mock_build_info'),
  legend: '{{instance}}: {{version}}, Node.js {{node}}, uWebSockets.js {{uwebsockets}}',
  show: 'names',
  nothing: '–',
});

const buffers = graph({
  title: 'Bytes held for clients',
  description:
    'Requests and replies that lie in memory, what the kernel holds for slow readers included. Above the limit ' +
    '(MAX_BUFFERED_BYTES) requests are refused with the reason memory.',
  unit: units.BytesIEC,
  width: 12,
  lines: [
    { query: chosen('llm_mock_buffered_bytes'), legend: 'held {{instance}}' },
    { query: chosen('llm_mock_buffered_bytes_max'), legend: 'limit {{instance}}', limit: true },
  ],
});

const trouble = graph({
  title: 'Caught and lost',
  description:
    'Defects of the mock that were caught (each ended one request, and is in the log), connections that were refused for want ' +
    'of descriptors, and lines of the log that could not be written.',
  unit: units.Short,
  width: 12,
  lines: [
    { query: increase('llm_mock_internal_errors_total'), legend: 'defects {{instance}}', color: 'red' },
    {
      query: increase('llm_mock_refused_connections_total'),
      legend: 'refused {{instance}}',
      color: 'orange',
    },
    { query: increase('llm_mock_log_lines_lost_total'), legend: 'log lines {{instance}}', color: 'purple' },
  ],
});

export const RESOURCES: Row = {
  title: 'Resources',
  panels: [memory, cpu, descriptors, workers, sampleAge, build, buffers, trouble],
};
