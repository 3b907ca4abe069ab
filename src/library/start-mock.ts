/**
 * The library: `import { startMock } from 'llm-mock-server'` starts a mock inside the program that imports it. Main thread of that
 * program, which is not ours: it gets no signal handler, no output, no exit and no flag of ours, and no handle is left when the mock
 * is closed. Must never read the environment.
 */
import { totalmem } from 'node:os';
import { readConfig } from '../config/read/reader.js';
import type { ControlReply } from '../main/control/request.js';
import type { RunningServer } from '../main/process/running-server.js';
import { startServer } from '../main/process/start-server.js';
import type { JournalQuery } from '../main/records/journal.js';
import type { ModelChanges } from '../main/steering/model-changes.js';
import type { JournalLine, StatsAnswer } from '../shared/answers/control-answers.js';
import { readVersion } from '../shared/package-files.js';
import { readCpuLimits } from '../telemetry/limits/cpu.js';
import { createGroupSampler } from '../telemetry/limits/memory.js';
import { type LiveSettings, type MockSettings, textsOf } from './settings.js';

const version = readVersion();

/** On a free port of this machine alone, with one thread beside this one. */
const DEFAULTS: Readonly<Record<string, string>> = {
  HOST: '127.0.0.1',
  PORT: '0',
  HTTP10_PORT: 'off',
  WORKER_THREADS: '1',
  DASHBOARD: 'false',
  WARM_UP: 'false',
};
/** A test does not wait ten seconds, unless it says how long. */
const AT_ONCE = { RESPONSE_DELAY_SECONDS: '0' };
const SAY_HOW_LONG = ['RESPONSE_DELAY', 'INTER_TOKEN_LATENCY', 'RESPONSE_DELAY_SECONDS'];

/** What `warnings` keeps. */
const WARNINGS_MAX = 100;

/** Something that was given to a mock is wrong: every problem is a line of the message. */
export class MockError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'MockError';
  }
}

/** Which requests shall fail; what is left out may be anything. */
export interface FailNextOptions {
  /** How many requests; 1 unless said. */
  readonly count?: number;
  /** A name or a pattern, as in the models file. */
  readonly model?: string;
  /** A path of an API, such as `/v1/chat/completions`. */
  readonly endpoint?: string;
  /** The last four characters of an API key. */
  readonly key?: string;
}

/** As a scenario file says it; see docs/scenarios.md. */
export interface ScenarioPlan {
  readonly name?: string;
  readonly repeat?: number;
  readonly steps: readonly Readonly<Record<string, unknown>>[];
}

export type MockOptions = MockSettings & {
  /** Starts with the mock. */
  readonly scenario?: ScenarioPlan | undefined;
};

export interface Mock {
  /** `http://127.0.0.1:41234`, without a slash at the end: what SDKs want as base URL is this and `/v1`. */
  readonly url: string;
  readonly port: number;
  /** null unless HTTP10_PORT was given. */
  readonly http10Port: number | null;
  /** What should be known, a sentence each: of the start, and defects of the mock that were caught. */
  readonly warnings: readonly string[];
  /** Changes settings, and by model with the keys of the models file, for all requests from here on. Throws a MockError. */
  set(settings: LiveSettings, models?: ModelChanges): void;
  /** Orders a fault for the next request, or for the next ones that match. Throws a MockError. */
  failNext(fault: string, options?: FailNextOptions): void;
  /** The last 1,000 requests, the newest first: times and tokens, and what they say only with `JOURNAL_BODIES`. */
  requests(filter?: Partial<JournalQuery>): readonly JournalLine[];
  /** What became of all requests, with planned and actual times. */
  stats(): StatsAnswer;
  /** Begins `requests` and `stats` anew. */
  reset(): void;
  /** Cuts off what is in flight, and gives everything back: nothing of the mock keeps the process alive. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a mock; any number may run at once. Settings that are not given have the defaults of docs/settings.md, but that the port
 * is a free one of 127.0.0.1, answers come at once, and there is no live page and no HTTP/1.0. Rejects with a MockError where a
 * setting is wrong, and with a StartError where the machine does not allow it.
 */
export async function startMock({ scenario, ...settings }: MockOptions = {}): Promise<Mock> {
  const warnings: string[] = [];
  const warn = (sentence: string): void => {
    if (warnings.length < WARNINGS_MAX) warnings.push(sentence);
  };
  const config = configOf(settings);
  const server = await startServer({
    config,
    version,
    embedded: true,
    onWorkerFailure: ({ message }) => warn(`a worker failed: ${message}`),
    onScenario: ({ kind, problems = [] }) => {
      if (kind === 'refused') warn(`the scenario: ${problems.join('; ')}`);
    },
    onDefect: ({ message }, where) => warn(`a defect was caught (${where}): ${message}`),
  });
  for (const warning of server.warnings) warn(warning);
  const scheme = config.tls === null ? 'http' : 'https';
  const mock = mockOf(server, `${scheme}://${hostOf(config.host)}:${server.port}`, warnings);
  const problems = scenario === undefined ? [] : await play(server, scenario);
  if (problems.length === 0) return mock;
  await mock.close();
  throw new MockError(problems);
}

/** Where in a text nobody wrote. */
const PLACE = /^\d+:\d+: /;

/** Starts a scenario, or gives back what is wrong with it. */
async function play({ operations }: RunningServer, scenario: ScenarioPlan): Promise<readonly string[]> {
  const text = JSON.stringify(scenario);
  const reply = await operations?.startScenario({ parameter: () => '', body: scenario, text });
  const { error } = (reply?.body ?? {}) as { error?: { message: string; problems: readonly string[] } };
  const problems = error?.problems ?? [];
  return (problems.length === 0 && error !== undefined ? [error.message] : problems).map(
    (problem) => `scenario: ${problem.replace(PLACE, '')}`,
  );
}

function configOf(settings: MockSettings) {
  const { texts, problems } = textsOf(settings);
  const given = Object.fromEntries([...texts].filter(([, text]) => text !== null));
  const saysHowLong = SAY_HOW_LONG.some((name) => name in given);
  const reading = readConfig({
    env: { ...DEFAULTS, ...(saysHowLong ? {} : AT_ONCE), ...given } as Record<string, string>,
    argv: [],
    cpu: readCpuLimits(),
    memoryBytes: createGroupSampler()()?.totalBytes ?? totalmem(),
  });
  const threads = reading.kind === 'config' ? reading.config.socketThreads : 1;
  // What a mock is asked for is answered in the same turn, which other threads could not.
  const several =
    threads > 1 ? [`SOCKET_THREADS: expected 1 in a program of your own, got "${threads}"`] : [];
  const wrong = [...problems, ...several, ...(reading.kind === 'invalid' ? reading.problems : [])];
  if (wrong.length > 0 || reading.kind !== 'config') throw new MockError(wrong);
  return reading.config;
}

function mockOf(server: RunningServer, url: string, warnings: readonly string[]): Mock {
  // An embedded server records.
  const operations = server.operations as NonNullable<RunningServer['operations']>;
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closing ??= server.close();
    return closing;
  };
  return {
    url,
    port: server.port,
    http10Port: server.http10Port,
    warnings,
    set(settings, models = {}) {
      const { texts, problems } = textsOf(settings);
      if (problems.length > 0) throw new MockError(problems);
      const steered = server.steering.patch(Object.fromEntries(texts), models);
      if (!steered.ok) throw new MockError(steered.problems);
    },
    failNext(fault, { count = 1, ...match } = {}) {
      resultOf(
        operations.orderFaults({ parameter: () => '', body: { fault, count, match } }) as ControlReply,
      );
    },
    requests(filter = {}) {
      const texts: Readonly<Record<string, unknown>> = { limit: 1_000, ...filter };
      const parameter = (name: string): string => String(texts[name] ?? '');
      return (
        resultOf(operations.readJournal({ parameter, body: null }) as ControlReply) as {
          requests: JournalLine[];
        }
      ).requests;
    },
    stats: () => resultOf(operations.readStats(NOTHING) as ControlReply) as StatsAnswer,
    reset() {
      operations.resetCounters(NOTHING);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

const NOTHING = { parameter: () => '', body: null };

/** What an operation gave. Throws a MockError where it was refused. */
function resultOf({ status, body }: ControlReply): object {
  if (status === 200) return body;
  throw new MockError((body as { error: { problems: readonly string[] } }).error.problems);
}

function hostOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
