/**
 * The command: reads the settings, starts the server, says what is running, and ends it on a signal. Main thread.
 */

import { totalmem } from 'node:os';
import { isatty } from 'node:tty';
import type { Logger } from 'pino';
import type { Config } from '../../config/config.js';
import type { EnvironmentVariables } from '../../config/read/environment.js';
import { readConfig } from '../../config/read/reader.js';
import { renderHelp } from '../../config/show/help.js';
import { catchDefects } from '../../shared/defects.js';
import { EXIT, type ExitCode, StartError } from '../../shared/errors.js';
import { readVersion } from '../../shared/package-files.js';
import { readCpuLimits } from '../../telemetry/limits/cpu.js';
import { createGroupSampler } from '../../telemetry/limits/memory.js';
import type { ScenarioEvent } from '../steering/scenario-director.js';
import { describeServer, renderBanner } from './banner.js';
import { collectStartUpGarbage } from './memory/start-up-garbage.js';
import { FLUSH_MS, LineOutput } from './output/line-output.js';
import { createLog } from './output/log.js';
import { redirectStandardStreams } from './output/standard-streams.js';
import { createReloader } from './reload.js';
import type { RunningServer } from './running-server.js';
import { announceShutdown, drain, onStop } from './shutdown.js';
import { IGNORED_SIGNALS, RELOAD_SIGNALS, type SignalInbox } from './signals.js';
import { startServer } from './start-server.js';

const version = readVersion();

/** What of a defect is logged: whatever was thrown may have texts of any length. */
const REASON_CHARACTERS_MAX = 500;
const STACK_CHARACTERS_MAX = 4_000;

export interface CommandOptions {
  readonly env: EnvironmentVariables;
  /** The words after the script's name. */
  readonly argv: readonly string[];
  readonly signals: SignalInbox;
}

/** Resolves when the server is ready, or when there is nothing (more) to do; then the exit code is set. */
export async function runCommand({ env, argv, signals }: CommandOptions): Promise<void> {
  const cpu = readCpuLimits();
  const memoryBytes = createGroupSampler()()?.totalBytes ?? totalmem();
  const reading = readConfig({ env, argv, cpu, memoryBytes });
  switch (reading.kind) {
    case 'help':
      print(`${renderHelp({ cores: cpu.availableCores, memoryBytes }, version)}\n`);
      return;
    case 'version':
      print(`${version}\n`);
      return;
    case 'check':
      for (const note of reading.notes) process.stderr.write(`llm-mock-server: note: ${note}\n`);
      print('ok\n');
      return;
    case 'print-config':
      print(reading.text);
      return;
    case 'invalid':
      await fail(`${reading.problems.join('\n')}\n(see --help)`, EXIT.settings);
      return;
    case 'config':
      await run(reading.config, signals);
  }
}

async function run(config: Config, signals: SignalInbox): Promise<void> {
  const onTerminal = isatty(1);
  const output = new LineOutput(1);
  const log = await createLog(config.logLevel, onTerminal, output);
  redirectStandardStreams(output);
  let server: RunningServer | null = null;
  let endThreads = (): Promise<void> => Promise.resolve();
  const stopping = onStop({
    signals,
    log,
    output,
    endThreads: () => endThreads(),
    stop: (signal) => stop(server, signal, config, log),
  });
  signals.deliver(IGNORED_SIGNALS, (signal) => log.info({ signal }, 'signal ignored'));
  try {
    server = await startServer({
      config,
      version,
      onThreads: (end) => {
        endThreads = end;
      },
      onThreadDeath: (error, thread, slots) =>
        log.error(
          { reason: error.message, thread, slots },
          'a thread that serves has died; its slots are given back, and it is started again',
        ),
      onWorkerFailure: (error) =>
        log.warn({ reason: error.message }, 'a worker failed; requests go on without it'),
      onMemoryNearLimit: ({ usedBytes, totalBytes }) =>
        log.warn(
          { memory_used_bytes: usedBytes, memory_total_bytes: totalBytes },
          'memory is near its limit, at which the kernel ends the process: raise it, or lower MAX_CONCURRENT',
        ),
      onScenario: (event) => logScenario(event, log),
      onWarm: (answered) => log.debug({ requests: answered }, 'warm: it has asked itself'),
      onDefect: ({ message, stack }, where, repeated) =>
        log.error(
          {
            reason: message.slice(0, REASON_CHARACTERS_MAX),
            where,
            repeated,
            stack: stack?.slice(0, STACK_CHARACTERS_MAX),
          },
          'a defect was caught; the server goes on',
        ),
    });
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    await fail(error.message, error.exitCode);
    return;
  }
  if (stopping.isStopping) return;
  const running = server;
  output.countLostInto((lines) => {
    running.state.logLinesLost += lines;
  });
  catchDefects(running.defects);
  running.steering.onChange((change) => {
    // A scenario's marks are logged, not its moments: a ramp has one a second.
    if (change.by !== 'scenario') log.info(change, 'settings changed');
  });
  announce(running, config, log, onTerminal ? output : null);
  const path = config.modelsFile?.path ?? config.configFile;
  const isConfigFile = path === config.configFile;
  const reloader = createReloader({ ...running, path, isConfigFile, log });
  signals.deliver(RELOAD_SIGNALS, () => reloader.reload());
}

function logScenario({ kind, name, atMs, ...more }: ScenarioEvent, log: Logger): void {
  const facts = { scenario: name, at_ms: atMs, ...more };
  if (kind === 'refused') log.warn(facts, 'scenario: what it says does not go with what is in force');
  else log.info(facts, `scenario: ${kind}`);
}

/** Gives back the exit code; never rejects, for nobody would end the process then. */
async function stop(
  server: RunningServer | null,
  signal: string,
  config: Config,
  log: Logger,
): Promise<ExitCode> {
  if (server === null) {
    log.info({ signal, exit_code: EXIT.ok }, 'stopped before it was ready');
    return EXIT.ok;
  }
  try {
    log.info({ signal }, 'signal received');
    await announceShutdown(server, config.shutdownDelayMs, log);
    const exitCode = await drain(server, config.shutdownGraceMs, log);
    await server.close();
    log.info({ exit_code: exitCode }, 'stopped');
    return exitCode;
  } catch (error) {
    log.error({ reason: String(error), exit_code: EXIT.aborted }, 'the shutdown failed');
    return EXIT.aborted;
  }
}

function announce(server: RunningServer, config: Config, log: Logger, terminal: LineOutput | null): void {
  collectStartUpGarbage();
  const facts = describeServer(server, config, version, Math.round(performance.now()));
  if (terminal !== null && log.isLevelEnabled('info')) terminal.write(`${renderBanner(facts, config)}\n`);
  else log.info(facts, 'ready');
  for (const warning of server.warnings) log.warn(warning);
}

/** What was asked for, to whoever reads standard output: as slowly as they like, and as little as they like. */
function print(text: string): void {
  process.stdout.on('error', () => {
    // `--help | head -1` has seen enough, and a full disk shows by itself.
  });
  process.stdout.write(text);
}

async function fail(message: string, exitCode: ExitCode): Promise<void> {
  process.exitCode = exitCode;
  const output = new LineOutput(2);
  // A line each, so that a long list loses its end and not all of it where nobody reads.
  for (const line of `llm-mock-server: ${message}`.split('\n')) output.write(`${line}\n`);
  await output.flush(FLUSH_MS);
}
