// Owns: the bench's arguments, all of them checked before anything starts. Must never: start anything.

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type LimitsKind, PROFILES, type Profile } from './limits/limits.js';
import type { LoadGenerator } from './load/load.js';
import type { Scenario } from './scenarios/scenario.js';
import { SCENARIO_NAMES, scenariosNamed } from './scenarios/scenarios.js';
import type { BenchServer } from './servers/server.js';
import { SERVERS } from './servers/servers.js';

/** What `npm run bench` without arguments compares: ours, what Node.js has, and its best known framework. */
const QUICK_SERVERS = ['ours', 'node-http', 'fastify'];
const QUICK_ROUNDS = 1;
const FULL_ROUNDS = 5;
const ROUNDS_MAX = 100;

export interface Arguments {
  readonly profile: Profile;
  readonly scenarios: readonly Scenario[];
  readonly servers: readonly BenchServer[];
  readonly rounds: number;
  readonly limits: 'auto' | LimitsKind;
  readonly load: 'auto' | LoadGenerator['name'];
  /** Null: a folder of its own below bench/reports. */
  readonly output: string | null;
  /** The run in `output` is added to; `replace`: what it has of these scenarios is measured anew. Null: a run of its own. */
  readonly adding: 'append' | 'replace' | null;
  /** Results that are only to be written again as a report; null: to be measured. */
  readonly from: string | null;
}

interface Options {
  readonly profile: Profile['name'];
  readonly set?: 'quick' | 'full';
  readonly scenario?: readonly string[];
  readonly servers?: readonly string[];
  readonly rounds?: number;
  readonly limits: Arguments['limits'];
  readonly load: Arguments['load'];
  readonly output?: string;
  readonly append?: true;
  readonly replace?: true;
  readonly from?: string;
}

/**
 * Reads the arguments, without program and script. Throws commander's error with its exit code, 0 for `--help`, after
 * what is to be said was printed: the help, or all that is wrong, a line each.
 */
export function parseArguments(args: readonly string[]): Arguments {
  const options = parseOptions(args);
  const picked = [options.scenario, options.servers, options.rounds].some((option) => option !== undefined);
  const set = options.set ?? (picked ? 'full' : 'quick');
  const profile = PROFILES[options.profile];
  const names = options.servers ?? (set === 'quick' ? QUICK_SERVERS : namesWithin(profile));
  return {
    profile,
    scenarios: scenariosNamed(options.scenario ?? SCENARIO_NAMES, set),
    servers: SERVERS.filter(({ name }) => names.includes(name)),
    rounds: options.rounds ?? (set === 'quick' ? QUICK_ROUNDS : FULL_ROUNDS),
    limits: options.limits,
    load: options.load,
    output: options.output ?? null,
    adding: options.replace ? 'replace' : options.append ? 'append' : null,
    from: options.from ?? null,
  };
}

/** Of all servers that have something to show with so many cores. */
function namesWithin({ cores }: Profile): readonly string[] {
  return SERVERS.filter(({ coresMin }) => coresMin <= cores).map(({ name }) => name);
}

/** commander stops at the first wrong value; here it goes on, so that all of them are named at once. */
function parseOptions(args: readonly string[]): Options {
  const problems: string[] = [];
  const command = createCommand().configureOutput({ outputError: (text) => problems.push(text.trim()) });
  for (const option of command.options) collectProblems(option, problems);
  try {
    command.parse([...args], { from: 'user' });
  } catch (error) {
    if (exitCodeOf(error) === 0 || problems.length === 0) throw error;
  }
  if (problems.length === 0) problems.push(...contradictionsIn(command.opts<Options>()));
  if (problems.length === 0) return command.opts<Options>();
  const message = problems.join('\n');
  process.stderr.write(`${message}\n`);
  throw new CommanderError(2, 'bench.wrongArguments', message);
}

function contradictionsIn(options: Options): readonly string[] {
  const within = namesWithin(PROFILES[options.profile]);
  const adding = options.replace ? '--replace' : options.append ? '--append' : null;
  const measured = [
    options.scenario,
    options.servers,
    options.rounds,
    options.set,
    options.append,
    options.replace,
  ];
  return [
    ...(options.servers ?? [])
      .filter((name) => !within.includes(name))
      .map((name) => `error: --servers ${name}: needs more cores than the profile ${options.profile} has`),
    ...(adding !== null && options.output === undefined
      ? [`error: ${adding}: expected --output, the folder of the run that it adds to`]
      : []),
    ...(options.from !== undefined && measured.some((option) => option !== undefined)
      ? ['error: --from: nothing is measured, so no scenarios, servers, rounds or pieces can be asked for']
      : []),
  ];
}

function collectProblems(option: Option, problems: string[]): void {
  const parse = option.parseArg;
  if (parse === undefined) return;
  option.argParser((value: string, previous: unknown) => {
    try {
      return parse(value, previous);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      problems.push(`error: ${option.long} ${value}: ${error.message}`);
      return previous;
    }
  });
}

/** The exit code of an error that `parseArguments` threw: 0 for `--help`, 2 for wrong arguments. */
export function exitCodeOf(error: unknown): number | null {
  if (!(error instanceof CommanderError)) return null;
  return error.exitCode === 0 ? 0 : 2;
}

function createCommand(): Command {
  const names = SERVERS.map(({ name }) => name);
  return (
    new Command('npm run bench --')
      .description('Compares llm-mock-server with other servers within one core and one gibibyte.')
      .addOption(
        new Option('--profile <name>', 'cores and memory of the server')
          .choices(Object.keys(PROFILES))
          .default('1c1g'),
      )
      .addOption(
        new Option(
          '--set <name>',
          'which steps: quick (the default of a call without scenarios, servers and rounds) or full',
        ).choices(['quick', 'full']),
      )
      .option('--scenario <names>', `of ${SCENARIO_NAMES.join(', ')}`, listOf('scenario', SCENARIO_NAMES))
      .option('--servers <names>', `of ${names.join(', ')}`, listOf('server', names))
      .option('--rounds <count>', `quick: ${QUICK_ROUNDS}, full: ${FULL_ROUNDS}`, parseRounds)
      .addOption(
        new Option(
          '--limits <kind>',
          'how the server is limited; auto takes the first of these that works here',
        )
          .choices(['auto', 'docker', 'cgroup-v2', 'cgroup-v1', 'pinning'])
          .default('auto'),
      )
      .addOption(
        new Option('--load <name>', 'load generator; auto takes wrk where it is installed')
          .choices(['auto', 'wrk', 'autocannon'])
          .default('auto'),
      )
      .option('--output <folder>', 'where the report goes; the default is a new folder in bench/reports')
      .option('--append', 'adds rounds to the run in --output, so that a long run can be measured bit by bit')
      .option('--replace', 'as --append, but measures the scenarios anew that the run has already')
      .option(
        '--from <file>',
        'writes the report of a results.json again, into --output or beside it; measures nothing',
      )
      // A line for each problem, and no more.
      .showSuggestionAfterError(false)
      .allowExcessArguments(false)
      .exitOverride()
  );
}

function listOf(what: string, known: readonly string[]): (value: string) => readonly string[] {
  return (value) => {
    const names = value.split(',').map((name) => name.trim());
    const unknown = names.filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      throw new InvalidArgumentError(`no ${what} ${unknown.join(', ')}; there are ${known.join(', ')}`);
    }
    return names;
  };
}

function parseRounds(value: string): number {
  const rounds = /^\d+$/.test(value) ? Number(value) : 0;
  if (rounds < 1 || rounds > ROUNDS_MAX)
    throw new InvalidArgumentError(`expected a number from 1 to ${ROUNDS_MAX}`);
  return rounds;
}
