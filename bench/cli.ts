// Owns: the command `npm run bench`: arguments, the equipment, the run, the report, the exit code.
// Exit codes: 0 all was measured, 1 something broke, 2 wrong arguments, 130 and 143 ended by Ctrl-C or SIGTERM.

import { join } from 'node:path';
import { type Arguments, exitCodeOf, parseArguments } from './arguments.js';
import { chooseLimits } from './limits/choose-limits.js';
import type { Limits } from './limits/limits.js';
import { tieTo } from './limits/taskset.js';
import { chooseLoadGenerator } from './load/choose-load-generator.js';
import { messageOf } from './message-of.js';
import { PROJECT_FOLDER } from './project-folder.js';
import { terminalReport } from './report/terminal.js';
import { writeReport } from './report/write-report.js';
import { endOnSignals, Interrupted } from './run/interrupts.js';
import { createProgress } from './run/progress.js';
import { runBench } from './run/run-bench.js';

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  let parsed: Arguments;
  try {
    parsed = parseArguments(args);
  } catch (error) {
    const code = exitCodeOf(error);
    if (code === null) throw error;
    return code;
  }
  const signal = endOnSignals();
  let limits: Limits;
  try {
    limits = await chooseLimits(parsed.profile, parsed.limits, say);
  } catch (error) {
    return failed(error);
  }
  const command = args.length === 0 ? 'npm run bench' : `npm run bench -- ${args.join(' ')}`;
  const code = await bench(parsed, command, limits, signal).catch(failed);
  // Even then: what cannot be cleaned up must be said, or nobody would look for it.
  const cleanedUp = await limits.close().then(() => 0, failed);
  return code === 0 ? cleanedUp : code;
}

function failed(error: unknown): number {
  say(`bench: ${messageOf(error)}`);
  return error instanceof Interrupted ? error.exitCode : 1;
}

async function bench(args: Arguments, command: string, limits: Limits, signal: AbortSignal): Promise<number> {
  const load = await chooseLoadGenerator(args.load, tieTo(limits.loadGeneratorCpus));
  say(`limits: ${limits.kind}, ${limits.profile.name}; load: ${load.name} ${load.version}`);
  for (const warning of limits.warnings) say(`warning: ${warning}`);
  const { results, brokenOff } = await runBench(
    { command, scenarios: args.scenarios, servers: args.servers, rounds: args.rounds },
    limits,
    load,
    (cells) => createProgress(cells, args.rounds),
    signal,
  );
  const name = results.started_at.slice(0, 19).replaceAll(':', '-');
  const folder = args.output ?? join(PROJECT_FOLDER, 'bench', 'reports', name);
  await writeReport(results, folder);
  process.stdout.write(`${terminalReport(results, process.stdout.isTTY === true)}\n`);
  say(`report: ${folder}`);
  const errors = results.measurements.filter(({ outcome }) => outcome === 'error').length;
  if (errors > 0) say(`bench: ${errors} measurements broke; see above`);
  if (brokenOff === null) return errors === 0 ? 0 : 1;
  say(`bench: broken off: ${messageOf(brokenOff)}`);
  return brokenOff instanceof Interrupted ? brokenOff.exitCode : 1;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
