/**
 * `llm-mock-server ctl`: speaks the control API of a running server from a shell. A process of its own, whose main thread it is:
 * one request, its answer as JSON on standard output, and the end. Must never print the key.
 */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { EnvironmentVariables } from '../../config/read/environment.js';
import { alternatives, nearestName } from '../../config/settings/wording.js';
import { CONTROL_PATH } from '../../shared/answers/control-path.js';
import { asError } from '../../shared/thrown.js';
import { COMMANDS, type Command, type ControlCall, UsageError } from './commands.js';

const URL_DEFAULT = 'http://127.0.0.1:8080';
/** Nothing that the server does for it takes as long. */
const TIMEOUT_MS = 10_000;
/** The control API takes no longer body. */
const FILE_BYTES_MAX = 65_536;

/** Of this command: the server's own are of another kind. */
const EXIT = { done: 0, failed: 1, usage: 2 } as const;

export interface CtlOptions {
  readonly env: EnvironmentVariables;
  /** The words behind `ctl`. */
  readonly argv: readonly string[];
}

/** Where a command sends its request. */
interface Target {
  readonly url: string;
  readonly key: string;
}

/** Sets the exit code: 0 done, 1 refused or not reached, 2 wrong words. Never rejects. */
export async function runCtl({ env, argv }: CtlOptions): Promise<void> {
  try {
    const read = readWords(argv);
    if (read === 'help') {
      process.stdout.write(`${renderHelp()}\n`);
      return;
    }
    const key = read.options['admin-key'] ?? env.LLM_MOCK_ADMIN_KEY ?? env.ADMIN_KEY;
    if (key === undefined) throw new UsageError('no key: set LLM_MOCK_ADMIN_KEY, or give --admin-key');
    process.exitCode = await send(read.call, { url: read.options.url ?? URL_DEFAULT, key });
  } catch (error) {
    const isUsage = error instanceof UsageError;
    process.exitCode = isUsage ? EXIT.usage : EXIT.failed;
    complain(isUsage ? `${error.message}\n(see llm-mock-server ctl --help)` : asError(error).message);
  }
}

interface Words {
  readonly call: ControlCall;
  readonly options: Readonly<Record<string, string | undefined>>;
}

const COMMON_OPTIONS = ['url', 'admin-key'];
const SWITCHES = COMMANDS.flatMap(({ switches = [] }) => switches);

/** Throws a UsageError. */
function readWords(argv: readonly string[]): Words | 'help' {
  const names = [...new Set([...COMMON_OPTIONS, ...COMMANDS.flatMap(({ options }) => options)])];
  const text = { type: 'string' as const };
  const options = {
    ...Object.fromEntries(names.map((name) => [name, text])),
    ...Object.fromEntries(SWITCHES.map((name) => [name, { type: 'boolean' as const }])),
    help: { type: 'boolean' as const, short: 'h' },
  };
  const { values, positionals } = parse(argv, options);
  const [name, ...words] = positionals;
  if (values.help === true || name === undefined) return 'help';
  const command = COMMANDS.find((one) => one.name === name) ?? refuseCommand(name);
  const taken = [...COMMON_OPTIONS, ...command.options, ...(command.switches ?? [])];
  for (const option of Object.keys(values)) {
    if (taken.includes(option)) continue;
    throw new UsageError(`--${option}: means nothing to ${name}`);
  }
  const given = values as Words['options'];
  const own = Object.fromEntries(command.options.map((option) => [option, given[option]]));
  const on = new Set(SWITCHES.filter((name) => values[name] === true));
  return { call: command.call(words, own, on), options: given };
}

function parse(argv: readonly string[], options: NonNullable<Parameters<typeof parseArgs>[0]>['options']) {
  try {
    return parseArgs({ args: [...argv], options: options ?? {}, allowPositionals: true });
  } catch (error) {
    throw new UsageError(asError(error).message);
  }
}

function refuseCommand(name: string): Command {
  const names = COMMANDS.map((one) => one.name);
  const meant = nearestName(name, names);
  throw new UsageError(
    `unknown command; ${meant === undefined ? `expected ${alternatives(names)}` : `did you mean ${meant}?`}`,
  );
}

/** Gives back the exit code. Throws where there is no such server. */
async function send(call: ControlCall, { url, key }: Target): Promise<number> {
  const { method, path } = call;
  const { type, body } = bodyOf(call);
  const response = await fetch(`${url.replace(/\/+$/, '')}${CONTROL_PATH}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': type },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body === null ? {} : { body }),
  }).catch((error: unknown) => {
    const { message, cause } = asError(error);
    throw new Error(
      `cannot reach ${url}: ${cause instanceof Error && cause.message !== '' ? cause.message : message}`,
    );
  });
  const answer = (await response.json().catch(() => null)) as {
    error?: { message?: string; problems?: string[] };
  } | null;
  if (response.ok) {
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return EXIT.done;
  }
  const hint = response.status === 404 ? ' (is ADMIN_KEY set there?)' : '';
  const problems = answer?.error?.problems ?? [];
  complain(
    [
      `${response.status}: ${answer?.error?.message ?? 'no answer of a mock server'}${hint}`,
      ...problems,
    ].join('\n'),
  );
  return EXIT.failed;
}

/** What is sent. Throws a UsageError where a file cannot be read. */
function bodyOf({ body, file }: ControlCall): { readonly type: string; readonly body: string | null } {
  if (file !== undefined) return { type: 'application/yaml', body: readText(file) };
  return { type: 'application/json', body: body === undefined ? null : JSON.stringify(body) };
}

function readText(file: string): string {
  const path = resolve(file);
  try {
    const { size } = statSync(path);
    if (size <= FILE_BYTES_MAX) return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code}`);
  }
  throw new UsageError(`${path}: expected at most ${FILE_BYTES_MAX} bytes, which is what the server takes`);
}

function complain(text: string): void {
  process.stderr.write(`llm-mock-server ctl: ${text}\n`);
}

function renderHelp(): string {
  const lines = COMMANDS.map(({ name, words, options, switches = [], sentence }) => {
    const shown = [
      name,
      ...(words === '' ? [] : [words]),
      ...options.map((option) => `[--${option} …]`),
      ...switches.map((option) => `[--${option}]`),
    ].join(' ');
    return `  ${shown}\n      ${sentence}`;
  });
  return [
    'Usage: llm-mock-server ctl COMMAND [--url URL] [--admin-key KEY]',
    '',
    'Steers a server that was started with ADMIN_KEY.',
    '',
    ...lines,
    '',
    `  --url        where the server listens; ${URL_DEFAULT} unless said`,
    '  --admin-key  its ADMIN_KEY; better in LLM_MOCK_ADMIN_KEY, since ps shows flags',
    '',
    'Exit codes: 0 done, 1 refused or not reached, 2 wrong words.',
  ].join('\n');
}
