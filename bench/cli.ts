// Owns: the command `npm run bench`: arguments, the equipment, the run, the report, the exit code.
// Exit codes: 0 all was measured, 1 something broke, 2 wrong arguments, 130 and 143 ended by Ctrl-C or SIGTERM.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Arguments, exitCodeOf, parseArguments } from './arguments.js';
import { chooseLimits } from './limits/choose-limits.js';
import type { Limits } from './limits/limits.js';
import { tieTo } from './limits/taskset.js';
import { chooseLoadGenerator } from './load/choose-load-generator.js';
import { messageOf } from './message-of.js';
import { buildMissing, CROWD, type NativeProgram } from './native/programs.js';
import { PROJECT_FOLDER } from './project-folder.js';
import type { Results, ScenarioName } from './report/results.js';
import { terminalReport } from './report/terminal.js';
import { RESULTS_FILE, validated, writeReport } from './report/write-report.js';
import { addedUp, withoutScenarios } from './run/add-up.js';
import { endOnSignals, Interrupted } from './run/interrupts.js';
import { lookAtMachine, type Quietness } from './run/machine-watch.js';
import { createProgress } from './run/progress.js';
import { runBench } from './run/run-bench.js';
import { SCENARIO_NAMES } from './scenarios/scenarios.js';
import { SERVERS } from './servers/servers.js';

/** Without a crowd density is measured by the load generator, from one address: which of the two must not go by what was built before. */
const CROWDED: readonly ScenarioName[] = ['density', 'held-100k', 'connect-storm'];

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
  if (parsed.from !== null) return render(parsed.from, parsed.output ?? dirname(parsed.from)).catch(failed);
  const signal = endOnSignals();
  let quietness: Quietness;
  let limits: Limits;
  let missing: ReadonlyMap<string, string>;
  try {
    // Before anything is built or started, which the load average would show.
    quietness = await lookAtMachine(signal);
    for (const warning of quietness.warnings) say(`warning: ${warning}`);
    missing = await buildMissing(programsFor(parsed), say, signal);
    limits = await chooseLimits(parsed.profile, parsed.limits, say);
  } catch (error) {
    return failed(error);
  }
  const command = args.length === 0 ? 'npm run bench' : `npm run bench -- ${args.join(' ')}`;
  const code = await bench(parsed, { command, limits, quietness, missing }, signal).catch(failed);
  // Even then: what cannot be cleaned up must be said, or nobody would look for it.
  const cleanedUp = await limits.close().then(() => 0, failed);
  return code === 0 ? cleanedUp : code;
}

function failed(error: unknown): number {
  say(`bench: ${messageOf(error)}`);
  return error instanceof Interrupted ? error.exitCode : 1;
}

/** Those of the servers, and of the scenarios that need clients of our own. */
function programsFor({ servers, scenarios }: Arguments): readonly NativeProgram[] {
  const crowded = scenarios.some(({ name }) => CROWDED.includes(name));
  return [...servers.flatMap(({ native }) => native ?? []), ...(crowded ? [CROWD] : [])];
}

async function render(file: string, folder: string): Promise<number> {
  const results = validated(JSON.parse(await readFile(file, 'utf8')));
  await writeReport(results, folder);
  process.stdout.write(`${terminalReport(results, process.stdout.isTTY === true)}\n`);
  say(`report: ${folder}`);
  return 0;
}

interface Made {
  readonly command: string;
  readonly limits: Limits;
  readonly quietness: Quietness;
  readonly missing: ReadonlyMap<string, string>;
}

async function bench(args: Arguments, made: Made, signal: AbortSignal): Promise<number> {
  const { limits } = made;
  const before = await runToAddTo(args);
  const load = await chooseLoadGenerator(args.load, tieTo(limits.loadGeneratorCpus));
  say(`limits: ${limits.kind}, ${limits.profile.name}; load: ${load.name} ${load.version}`);
  for (const warning of limits.warnings) say(`warning: ${warning}`);
  const { scenarios, servers, rounds } = args;
  const { results: piece, brokenOff } = await runBench(
    { ...made, scenarios, servers, rounds, before },
    limits,
    load,
    createProgress,
    signal,
  );
  const results = before === null ? piece : joinedOf(before, piece);
  const name = piece.started_at.slice(0, 19).replaceAll(':', '-');
  const folder = args.output ?? join(PROJECT_FOLDER, 'bench', 'reports', name);
  await writeReport(results, folder);
  process.stdout.write(`${terminalReport(results, process.stdout.isTTY === true)}\n`);
  say(`report: ${folder}`);
  const errors = piece.measurements.filter(({ outcome }) => outcome === 'error').length;
  if (errors > 0) say(`bench: ${errors} measurements broke; see above`);
  if (brokenOff === null) return errors === 0 ? 0 : 1;
  say(`bench: broken off: ${messageOf(brokenOff)}`);
  return brokenOff instanceof Interrupted ? brokenOff.exitCode : 1;
}

/** Null where there is none yet. */
async function runToAddTo({ adding, output, scenarios }: Arguments): Promise<Results | null> {
  const file = join(output ?? '', RESULTS_FILE);
  if (adding === null || !existsSync(file)) return null;
  const before = validated(JSON.parse(await readFile(file, 'utf8')));
  const names = scenarios.map(({ name }) => name);
  return adding === 'append' ? before : withoutScenarios(before, names);
}

function joinedOf(before: Results, piece: Results): Results {
  return addedUp(before, piece, { scenarios: SCENARIO_NAMES, servers: SERVERS.map(({ name }) => name) });
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
