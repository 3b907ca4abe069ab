// Owns: the command `npm run bench:compare -- <revision>`: the working tree, as it was built, against another revision.
// Exit codes: 0 compared, 1 something broke, 2 wrong arguments, 130 and 143 ended by Ctrl-C or SIGTERM.

import { join } from 'node:path';
import Table from 'cli-table3';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { chooseLimits } from '../limits/choose-limits.js';
import { type Limits, type LimitsKind, PROFILES } from '../limits/limits.js';
import { tieTo } from '../limits/taskset.js';
import { chooseLoadGenerator } from '../load/choose-load-generator.js';
import { messageOf } from '../message-of.js';
import { PROJECT_FOLDER } from '../project-folder.js';
import { endOnSignals, Interrupted } from '../run/interrupts.js';
import { OURS, startCommand } from '../servers/ours.js';
import type { BenchServer } from '../servers/server.js';
import { compare, type Pairs, type Sides } from './compare.js';
import { COMPARISONS, type Comparison } from './comparisons.js';
import { buildRevision, type Revision } from './revision.js';
import { spreadOf } from './spread.js';

interface Options {
  readonly scenario: readonly Comparison[];
  readonly rounds: number;
  readonly limits: 'auto' | LimitsKind;
  readonly treeFlags: string;
  readonly baseFlags: string;
}

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const command = createCommand();
  try {
    command.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  const signal = endOnSignals();
  let limits: Limits | null = null;
  let revision: Revision | null = null;
  try {
    limits = await limitsFor(command.opts<Options>().limits);
    revision = await buildRevision(command.args[0] ?? 'HEAD', signal);
    await compareAll(command.opts<Options>(), revision, limits, signal);
    return 0;
  } catch (error) {
    say(`compare: ${messageOf(error)}`);
    return error instanceof Interrupted ? error.exitCode : 1;
  } finally {
    await limits?.close();
    await revision?.remove();
  }
}

/** Containers hold one build, that of their image: the two of a comparison run in groups of the kernel's, or pinned. */
async function limitsFor(wanted: 'auto' | LimitsKind): Promise<Limits> {
  const profile = PROFILES['1c1g'];
  if (wanted !== 'auto') return chooseLimits(profile, wanted, say);
  for (const kind of ['cgroup-v2', 'cgroup-v1'] as const) {
    const limits = await chooseLimits(profile, kind, say).catch((error: Error) => {
      say(error.message);
      return null;
    });
    if (limits !== null) return limits;
  }
  return chooseLimits(profile, 'pinning', say);
}

async function compareAll(
  options: Options,
  revision: Revision,
  limits: Limits,
  signal: AbortSignal,
): Promise<void> {
  const load = await chooseLoadGenerator('auto', tieTo(limits.loadGeneratorCpus));
  const servers: Sides<BenchServer> = {
    base: serverIn(revision.folder, 'base', options.baseFlags),
    tree: serverIn(PROJECT_FOLDER, 'tree', options.treeFlags),
  };
  say(`base: ${revision.commit} ${options.baseFlags}`);
  say(`tree: the working tree ${options.treeFlags}`);
  for (const comparison of options.scenario) {
    const pairs = await compare(comparison, servers, options.rounds, { limits, load, signal }, say);
    process.stdout.write(`${comparison.name}\n${tableOf(pairs)}\n`);
  }
}

function serverIn(folder: string, name: string, flags: string): BenchServer {
  const [node = 'node', ...shipped] = startCommand(folder);
  const program = join(folder, shipped.pop() ?? '');
  const more = flags.split(' ').filter((flag) => flag !== '');
  return { ...OURS, name, command: [node, ...shipped, ...more, program] };
}

function tableOf(pairs: Pairs): string {
  const table = new Table({
    head: ['figure', 'base', 'tree', 'tree / base', 'middle half', 'all', 'pairs'],
    style: { head: [], border: [] },
  });
  for (const [name, sides] of pairs) {
    const spread = spreadOf(sides);
    table.push([
      name,
      spread.baseMedian.toPrecision(4),
      spread.treeMedian.toPrecision(4),
      spread.ratioMedian.toFixed(3),
      `${spread.ratioP25.toFixed(3)} – ${spread.ratioP75.toFixed(3)}`,
      `${spread.ratioMin.toFixed(3)} – ${spread.ratioMax.toFixed(3)}`,
      spread.pairsCount,
    ]);
  }
  return table.toString();
}

function createCommand(): Command {
  const names = COMPARISONS.map(({ name }) => name);
  return new Command('npm run bench:compare --')
    .description('Measures the working tree against another revision, taking turns, and prints the ratios.')
    .argument('<revision>', 'what git knows it by: HEAD, HEAD~3, a tag')
    .addOption(
      new Option('--scenario <names>', `of ${names.join(', ')}`)
        .argParser((value) => value.split(',').map(comparisonNamed))
        .default([COMPARISONS[0]], 'throughput'),
    )
    .addOption(new Option('--rounds <count>', 'rounds').argParser(parseRounds).default(5))
    .addOption(
      new Option('--limits <kind>', 'how both are limited')
        .choices(['auto', 'cgroup-v2', 'cgroup-v1', 'pinning'])
        .default('auto'),
    )
    .option('--tree-flags <flags>', 'more flags of Node.js for the working tree, as one argument', '')
    .option('--base-flags <flags>', 'more flags of Node.js for the other revision', '')
    .allowExcessArguments(false)
    .exitOverride();
}

function comparisonNamed(name: string): Comparison {
  const found = COMPARISONS.find((comparison) => comparison.name === name);
  if (found === undefined) throw new InvalidArgumentError(`there is no ${name}`);
  return found;
}

function parseRounds(value: string): number {
  if (!/^[1-9]\d?$/.test(value)) throw new InvalidArgumentError('expected a number from 1 to 99');
  return Number(value);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
