// Owns: a run that never happened, with everything in it that a report has to cope with: all scenarios, eight
// servers, five rounds, errors, what was left out, warnings. Must never: be taken for figures of a real server.

import { type Measurement, type Results, results, type ScenarioName } from '../../report/results.js';
import { SAMPLE_SERVERS, type SampleServer, seededNoise } from './sample-servers.js';
import { MEBIBYTE, type SampleStep, STEPS } from './sample-steps.js';

const ROUNDS = 5;
const TITLES: Readonly<Record<ScenarioName, string>> = {
  throughput: 'Answers a second at zero delay',
  density: 'Memory and lateness while requests are held for 10 s',
  prompts: 'Memory while requests with prompts of 64 KiB come in and are held for 10 s',
  'held-100k': 'A hundred thousand requests held for 30 s',
  cap: 'Requests beyond the cap, all at once',
  streaming: 'Events a second, streams of 50 tokens a second each',
  'stream-kinds': 'What a stream costs, by what it brings',
  burst: 'All connections at once, no delay',
  'connect-storm': 'Connects that all come in one moment',
  scrape: 'Latency at full load, with and without a scrape every second',
  faults: 'Lateness of the answers beside requests that fail on purpose',
  startup: 'From the start of the process to its first answer',
};

function measure(step: SampleStep, server: SampleServer, round: number, place: number): Measurement {
  const played = step.play(server, round, seededNoise(`${step.name}/${server.name}/${round}`));
  const base = { scenario: step.scenario, step: step.name, server: server.name, round, place };
  if (played === null) {
    return { ...base, outcome: 'error', reason: '37 answers with status 500 <b>', figures: {}, warnings: [] };
  }
  if (typeof played === 'string') {
    return { ...base, outcome: 'left-out', reason: played, figures: {}, warnings: [] };
  }
  const full = (played.load_generator_cpu_share ?? 0) > 0.9;
  const warnings = full ? ['the load generator was the limit: its core was full'] : [];
  return { ...base, outcome: 'measured', reason: null, figures: played, warnings };
}

/** The same in every call. */
export function sampleResults(): Results {
  const measurements: Measurement[] = [];
  for (const step of STEPS) {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const order = round % 2 === 1 ? SAMPLE_SERVERS : SAMPLE_SERVERS.toReversed();
      for (const [index, server] of order.entries())
        measurements.push(measure(step, server, round, index + 1));
    }
  }
  const names = [...new Set(STEPS.map(({ scenario }) => scenario))];
  return results.parse({
    schema_version: 1,
    started_at: '2026-02-03T10:12:00Z',
    finished_at: '2026-02-03T12:58:41Z',
    command: 'npm run bench -- --profile 1c1g --rounds 5',
    product: { version: '0.1.0', commit: '0123456789abcdef0123456789abcdef01234567', modified: false },
    profile: '1c1g',
    rounds_count: ROUNDS,
    machine: {
      cpu_model: 'Sample CPU @ 2.10GHz',
      cores_count: 2,
      memory_bytes: 24_106 * MEBIBYTE,
      kernel: '6.1.0-sample',
      os: 'Debian GNU/Linux 12 (bookworm)',
      node_version: '20.20.2',
      open_files_max: 1_048_576,
    },
    limits: {
      kind: 'cgroup-v1',
      cores_count: 1,
      memory_bytes: 2 ** 30,
      server_cpus: '0',
      load_generator_cpus: '1',
      node_version: '20.20.2',
    },
    load_generator: { name: 'wrk', version: '4.1.0' },
    servers: SAMPLE_SERVERS.map(({ name, title, version }) => ({
      name,
      title,
      version,
      command: ['node', `bench/dist/servers/${name}.js`],
    })),
    scenarios: names.map((name) => ({
      name,
      title: TITLES[name],
      steps: STEPS.filter(({ scenario }) => scenario === name).map(({ name, title }) => ({ name, title })),
    })),
    measurements,
    warnings: ['the machine has 2 cores: the load generator shares the second one with the system'],
  });
}
