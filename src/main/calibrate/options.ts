/**
 * Owns the words of `llm-mock-server calibrate`: what they are called, what they may be and what they come to. Pure; a process of
 * its own runs it. What is wrong with the words is thrown as a UsageError, which never quotes the key.
 */
import { parseArgs } from 'node:util';
import type { EnvironmentVariables } from '../../config/read/environment.js';
import { alternatives } from '../../config/settings/wording.js';
import { asError } from '../../shared/thrown.js';
import { UsageError } from '../ctl/commands.js';
import { API_NAMES, APIS, type ApiName } from './apis.js';

/** What is measured, and how much of it at the most: each request costs money somewhere. */
export interface CalibrateOptions {
  /** Without a slash at its end, a query or a user. */
  readonly url: string;
  /** Never printed; null where the endpoint wants none. */
  readonly key: string | null;
  /** Null: the only one that the endpoint lists. */
  readonly model: string | null;
  readonly api: ApiName;
  readonly requests: number;
  readonly concurrency: number;
  /** Of one answer. */
  readonly tokensMax: number;
  /** Of the whole measurement. */
  readonly timeMaxMs: number;
  /** A file with one prompt a line; null for the ones that are built in. */
  readonly promptsFile: string | null;
  /** Where the models file is written; null for standard output. */
  readonly out: string | null;
}

interface WholeNumber {
  readonly min: number;
  readonly max: number;
  readonly fallback: number;
}

/** The bounds are what keeps a slip of the finger cheap. */
const NUMBERS = {
  requests: { min: 1, max: 1000, fallback: 50 },
  concurrency: { min: 1, max: 32, fallback: 4 },
  'max-tokens': { min: 1, max: 8192, fallback: 512 },
  'max-seconds': { min: 1, max: 3600, fallback: 600 },
} as const satisfies Readonly<Record<string, WholeNumber>>;

const TEXT = { type: 'string' } as const;
const OPTIONS = {
  url: TEXT,
  key: TEXT,
  model: TEXT,
  api: TEXT,
  requests: { ...TEXT, short: 'n' },
  concurrency: TEXT,
  'max-tokens': TEXT,
  'max-seconds': TEXT,
  prompts: TEXT,
  out: TEXT,
  help: { type: 'boolean', short: 'h' },
} as const;

/** The variable that counts whatever the API; each API has one of its own besides. */
const KEY_VARIABLE = 'CALIBRATE_KEY';

/** @throws UsageError */
export function readOptions(argv: readonly string[], env: EnvironmentVariables): CalibrateOptions | 'help' {
  const values = parse(argv);
  if (values.help === true) return 'help';
  const api = apiOf(values.api ?? 'openai');
  const whole = (name: keyof typeof NUMBERS): number => wholeNumber(name, values[name]);
  return {
    url: urlOf(values.url),
    key: values.key ?? env[KEY_VARIABLE] ?? env[APIS[api].keyVariable] ?? null,
    model: values.model ?? null,
    api,
    requests: whole('requests'),
    concurrency: whole('concurrency'),
    tokensMax: whole('max-tokens'),
    timeMaxMs: whole('max-seconds') * 1000,
    promptsFile: values.prompts ?? null,
    out: values.out ?? null,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS }).values;
  } catch (error) {
    // The library quotes words that it does not know, and a key with blanks in it may be one of them.
    const { message } = asError(error);
    const isQuoted = message.includes("Unexpected argument '");
    throw new UsageError(isQuoted ? 'expected options only, got a word by itself (not shown)' : message);
  }
}

function apiOf(name: string): ApiName {
  const api = API_NAMES.find((one) => one === name);
  if (api === undefined) throw new UsageError(`--api: expected ${alternatives(API_NAMES)}, got "${name}"`);
  return api;
}

function wholeNumber(name: keyof typeof NUMBERS, text: string | undefined): number {
  const { min, max, fallback } = NUMBERS[name];
  if (text === undefined) return fallback;
  const number = /^[1-9]\d*$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new UsageError(`--${name}: expected a whole number from ${min} to ${max}, got "${text}"`);
}

function urlOf(text: string | undefined): string {
  if (text === undefined) throw new UsageError('--url: expected where the endpoint is, got nothing');
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError('--url: expected an address such as https://api.example.com');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '') {
    throw new UsageError('--url: expected no user, password or query in it; a key goes into --key');
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

export function renderHelp(): string {
  const { requests, concurrency } = NUMBERS;
  const [tokens, seconds] = [NUMBERS['max-tokens'], NUMBERS['max-seconds']];
  const keys = API_NAMES.map((name) => `${APIS[name].keyVariable} (${name})`).join(', ');
  return [
    'Usage: llm-mock-server calibrate --url URL [--key KEY] [--model NAME] [-n 50] [--api openai]',
    '',
    'Measures a real endpoint by streams and writes a models file that makes the mock behave like it.',
    'The requests cost what the endpoint charges: at most --requests times --max-tokens tokens of output.',
    '',
    '  --url          where the endpoint is, such as https://api.example.com or …/v1',
    `  --key          its key; better in ${KEY_VARIABLE}, since ps shows flags, or in ${keys}`,
    '  --model        the model to measure; not needed where the endpoint lists just one',
    `  --api          ${API_NAMES.join(', ')}; openai unless said`,
    `  -n, --requests how many streams; ${range(requests)}`,
    `  --concurrency  how many at once; ${range(concurrency)}`,
    `  --max-tokens   the most that one answer may have; ${range(tokens)}`,
    `  --max-seconds  the whole measurement ends then, with what there is; ${range(seconds)}`,
    '  --prompts      a file with one prompt a line, taken in turn; some are built in',
    '  --out          where the models file is written; standard output unless said',
    '',
    'Exit codes: 0 done, 1 not reached, refused or too few answers, 2 wrong words.',
  ].join('\n');
}

function range({ min, max, fallback }: WholeNumber): string {
  return `${min} to ${max}, ${fallback} unless said`;
}
