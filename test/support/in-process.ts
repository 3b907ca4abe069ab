// Owns: a whole server inside the test's own process, on free ports of 127.0.0.1, closed when the test ends.
// Runs on: the test process. Must never: leave a server behind, or read the environment of whoever runs the tests.

import { after } from 'node:test';
import type { Config } from '../../dist/config/config.js';
import { readConfig } from '../../dist/config/read/reader.js';
import type { RunningServer, ServerOptions } from '../../dist/main/process/running-server.js';
import { startServer } from '../../dist/main/process/start-server.js';

/** Settings by their environment name, as a user would give them. */
export type Settings = Readonly<Record<string, string>>;

export interface TestServer extends RunningServer {
  readonly config: Config;
  /** Of the HTTP/1.1 listener, without a slash at the end. */
  readonly url: string;
  /** What the pools reported, and what else was caught. */
  readonly workerFailures: Error[];
  /** Defects that were caught. */
  readonly faults: Error[];
}

/** Quick answers, two threads, no HTTP/1.0 listener: what a test does not name must not cost it time. */
const DEFAULTS: Settings = {
  HOST: '127.0.0.1',
  PORT: '0',
  HTTP10_PORT: 'off',
  WORKER_THREADS: '1',
  WARM_UP: 'false',
};
/**
 * With how many threads the servers of the tests serve, where a test does not say it: the tests of integration and e2e hold with any
 * number (npm run test:threads). One whose clock is a test's has one thread: the others would have clocks of their own.
 */
const { TEST_SOCKET_THREADS } = process.env;

/** What the tests of this run add to the settings that they name. */
export function threadSettings(settings: Settings): Settings {
  if (TEST_SOCKET_THREADS === undefined || 'SOCKET_THREADS' in settings) return settings;
  return { SOCKET_THREADS: TEST_SOCKET_THREADS, ...settings };
}

const SAY_HOW_LONG = ['RESPONSE_DELAY', 'INTER_TOKEN_LATENCY'];

/** Answers come at once, unless the settings say how long they take: the two do not go together. */
export function atOnce(settings: Settings): Settings {
  return SAY_HOW_LONG.some((name) => name in settings)
    ? settings
    : { RESPONSE_DELAY_SECONDS: '0', ...settings };
}

/** The Config of these settings; throws with every problem when they are wrong. */
export function testConfig(settings: Settings = {}): Config {
  const reading = readConfig({
    env: { ...DEFAULTS, ...atOnce(settings) },
    argv: [],
    cpu: { totalCores: 1, availableCores: 1, source: 'test' },
  });
  if (reading.kind !== 'config') throw new Error(JSON.stringify(reading));
  return reading.config;
}

/** Workers have ten times their time: a machine that runs other tests as well may starve them. */
const patience = (ms: number): AbortSignal => AbortSignal.timeout(10 * ms);

/** Starts a server and closes it when the running test (or file) ends. The entries replace the code of its two pools. */
export async function startTestServer(
  settings: Settings = {},
  workerEntry?: URL,
  workEntry?: URL,
  options: Pick<ServerOptions, 'clock' | 'workerDeadline' | 'servingEntry' | 'onThreadDeath'> = {},
): Promise<TestServer> {
  const config = testConfig(options.clock === undefined ? threadSettings(settings) : settings);
  const workerFailures: Error[] = [];
  const faults: Error[] = [];
  const server = await startServer({
    config,
    version: '0.0.0-test',
    onWorkerFailure: (error) => workerFailures.push(error),
    onDefect: (error) => faults.push(error),
    workerDeadline: patience,
    ...options,
    ...(workerEntry === undefined ? {} : { workerEntry }),
    ...(workEntry === undefined ? {} : { workEntry }),
  });
  after(() => server.close());
  const scheme = config.tls === null ? 'http' : 'https';
  return { ...server, config, url: `${scheme}://127.0.0.1:${server.port}`, workerFailures, faults };
}
