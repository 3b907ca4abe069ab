#!/usr/bin/env -S node --max-semi-space-size=1 --single-threaded-gc --v8-pool-size=1
/**
 * The entry: reads the settings, starts the server, says what is running, and ends it on a signal. Main thread.
 * `npm start`, `npx llm-mock-server` and the container all run this file.
 */
import { createRequire } from 'node:module';
import { totalmem } from 'node:os';
import { renderHelp } from '../config/help.js';
import { readConfig } from '../config/reader.js';
import type { Config } from '../config.js';
import { EXIT, StartError } from '../errors.js';
import { readCpuLimits } from '../telemetry/cpu.js';
import { createGroupSampler } from '../telemetry/memory.js';
import { describeServer, renderBanner } from './banner.js';
import { createLog } from './log.js';
import { reloadOnHangup } from './reload.js';
import { drain, onSignal } from './shutdown.js';
import { type RunningServer, startServer } from './start-server.js';
import { collectStartUpGarbage } from './start-up-garbage.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

async function main(): Promise<void> {
  const cpu = readCpuLimits();
  const memoryBytes = createGroupSampler()()?.totalBytes ?? totalmem();
  const reading = readConfig({ env: process.env, argv: process.argv.slice(2), cpu, memoryBytes });
  switch (reading.kind) {
    case 'help':
      process.stdout.write(`${renderHelp({ cores: cpu.availableCores, memoryBytes }, version)}\n`);
      return;
    case 'version':
      process.stdout.write(`${version}\n`);
      return;
    case 'invalid':
      fail(`${reading.problems.join('\n')}\n(see --help)`, EXIT.settings);
      return;
    case 'config':
      await run(reading.config);
  }
}

async function run(config: Config): Promise<void> {
  const onTerminal = process.stdout.isTTY === true;
  const log = await createLog(config.logLevel, onTerminal);
  let server: RunningServer | null = null;
  // Before anything else: as the first process of a container this one would not even be ended by a signal.
  onSignal(log, async (signal) => {
    log.info({ signal }, 'signal received');
    const exitCode = server === null ? EXIT.ok : await drain(server, config.shutdownGraceMs, log);
    await server?.close();
    log.info({ exit_code: exitCode }, 'stopped');
    process.exit(exitCode);
  });
  server = await startServer({
    config,
    version,
    onWorkerFailure: (error) =>
      log.warn({ reason: error.message }, 'a worker failed; requests go on without it'),
    onMemoryNearLimit: ({ usedBytes, totalBytes }) =>
      log.warn(
        { memory_used_bytes: usedBytes, memory_total_bytes: totalBytes },
        'memory is near its limit, at which the kernel ends the process: raise it, or lower MAX_CONCURRENT',
      ),
  });

  collectStartUpGarbage();
  if (config.modelsFile !== null) reloadOnHangup(config.modelsFile.path, server, log);
  const facts = describeServer(server, config, version, Math.round(performance.now()));
  if (onTerminal && log.isLevelEnabled('info')) process.stdout.write(`${renderBanner(facts, config)}\n`);
  else log.info(facts, 'ready');
  for (const warning of server.warnings) log.warn(warning);
}

function fail(message: string, exitCode: number): void {
  process.stderr.write(`llm-mock-server: ${message}\n`);
  process.exitCode = exitCode;
}

main().catch((error: unknown) => {
  if (!(error instanceof StartError)) throw error;
  fail(error.message, error.exitCode);
});
