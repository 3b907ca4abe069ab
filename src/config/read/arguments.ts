/**
 * Owns the reading of the command line into settings by name.
 * Main thread, at start-up. Must never judge a value, and never echo a word that may be the API key.
 */

import { parseArgs } from 'node:util';
import type { Given, Setting } from '../settings/setting.js';
import { SETTINGS } from '../settings/settings.js';
import { named, nearestName, quoted } from '../settings/wording.js';

interface Arguments {
  /** Something else than a server. --help and --version make everything else on the line irrelevant. */
  readonly wants: Wish | null;
  /** By the setting's environment name. */
  readonly given: ReadonlyMap<string, Given>;
  readonly problems: readonly string[];
}

/** What can be wished for in place of a server; the first of several counts. */
const WISHES = ['help', 'version', 'print-config', 'check'] as const;
type Wish = (typeof WISHES)[number];

interface Token {
  readonly kind: 'option' | 'positional' | 'option-terminator';
  /** Where the token stands in argv. */
  readonly index: number;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inline: boolean;
}

const SWITCHES: Readonly<Record<string, Wish>> = {
  '--help': 'help',
  '-h': 'help',
  '--version': 'version',
  '-v': 'version',
  '--check': 'check',
  '--print-config': 'print-config',
};
/** `-p 8080`, `-p8080`, `-p=8080`; and nothing else, for "-port" is a mistake. */
const SHORT_PORT = /^-p(?:=?(\d+))?$/;

const SETTING_BY_FLAG: ReadonlyMap<string, Setting> = new Map(
  SETTINGS.map((setting) => [setting.flag, setting]),
);
/** By `--no-x`: the setting that is turned off so, and the text that turns it off. */
const OFF_BY_FLAG: ReadonlyMap<string, { readonly setting: Setting; readonly text: string }> = new Map(
  SETTINGS.flatMap((setting: Setting) => {
    const text = setting.kind === 'boolean' ? 'false' : setting.kind === 'integer-or-off' ? 'off' : null;
    return text === null ? [] : [[`--no-${setting.flag.slice(2)}`, { setting, text }]];
  }),
);
const FLAG_NAMES = [...SETTING_BY_FLAG.keys(), ...OFF_BY_FLAG.keys()].map((flag) => flag.slice(2));

const OPTIONS = {
  ...Object.fromEntries(SETTINGS.map(({ flag }) => [flag.slice(2), { type: 'string' as const }])),
  port: { type: 'string' as const, short: 'p' },
  help: { type: 'boolean' as const, short: 'h' },
  version: { type: 'boolean' as const, short: 'v' },
};

/**
 * parseArgs lets `--port --host x` take "--host" for the port, which would hide what is wrong with both.
 * So a value that starts with two dashes must be joined (`--response-text=--x`), and the line is read on from it.
 */
function* tokensOf(argv: readonly string[]): Generator<Token> {
  let start = 0;
  while (start < argv.length) {
    const from = start;
    start = argv.length;
    const { tokens } = parseArgs({
      args: argv.slice(from),
      options: OPTIONS,
      strict: false,
      allowPositionals: true,
      tokens: true,
    });
    for (const token of tokens) {
      const rawName = token.kind === 'option' ? token.rawName : '';
      const value = token.kind === 'option-terminator' ? undefined : token.value;
      const inline = token.kind === 'option' && token.inlineValue === true;
      const index = from + token.index;
      const tookNextFlag = token.kind === 'option' && !inline && value?.startsWith('--') === true;
      yield { kind: token.kind, index, rawName, value: tookNextFlag ? undefined : value, inline };
      if (tookNextFlag) {
        start = index + 1;
        break;
      }
    }
  }
}

/** parseArgs reads "-port" as -p ort, and "-host" as -h -o -s -t. No such group means anything here: it is one unknown flag. */
function flagIn(word: string, { rawName, value }: Token): Pick<Token, 'rawName' | 'value'> {
  if (word.startsWith('--')) return { rawName, value };
  const port = SHORT_PORT.exec(word);
  if (port !== null) return { rawName: '--port', value: port[1] ?? value };
  return { rawName: word.split('=', 1)[0] ?? '', value };
}

function unknownFlag(rawName: string): string {
  const names = [...FLAG_NAMES, ...WISHES];
  const meant = nearestName(rawName.replace(/^-+/, '').toLowerCase().replaceAll('_', '-'), names);
  return `${named(rawName)}: unknown flag; ${meant === undefined ? 'see --help' : `did you mean --${meant}?`}`;
}

/**
 * @param argv the words after the script's name
 * @returns every setting that was given, and every problem, one line each
 */
export function readArguments(argv: readonly string[]): Arguments {
  const given = new Map<string, Given>();
  const times = new Map<string, number>();
  const wanted = new Set<Wish>();
  const problems: string[] = [];
  // The words of an unquoted key with blanks follow --api-key as words of their own.
  let afterSecret = false;
  let unknownIndex = -2;

  for (const token of tokensOf(argv)) {
    const { kind, index } = token;
    if (kind === 'option-terminator') continue;
    if (kind === 'positional') {
      // "--prot 8080" is one mistake, not two.
      if (index === unknownIndex + 1) continue;
      const got = afterSecret ? 'a word after --api-key (not shown)' : quoted(token.value ?? '');
      problems.push(`argument: expected flags only, got ${got}`);
      continue;
    }
    const word = argv[index] ?? '';
    const { rawName, value } = flagIn(word, token);
    const off = OFF_BY_FLAG.get(rawName);
    const setting = off?.setting ?? SETTING_BY_FLAG.get(rawName);
    const wants = Object.hasOwn(SWITCHES, rawName) ? SWITCHES[rawName] : undefined;
    if (setting !== undefined) {
      if (off !== undefined && value !== undefined) {
        problems.push(`${rawName}: expected no value, got ${quoted(value)}`);
      }
      given.set(setting.env, { name: rawName, text: off?.text ?? value ?? null });
      times.set(setting.flag, (times.get(setting.flag) ?? 0) + 1);
      afterSecret = setting.kind === 'secret';
    } else if (wants !== undefined) {
      if (value === undefined) wanted.add(wants);
      else problems.push(`${rawName}: expected no value, got ${quoted(value)}`);
    } else if (index !== unknownIndex) {
      problems.push(afterSecret ? 'a word after --api-key (not shown): unknown flag' : unknownFlag(rawName));
      unknownIndex = word.startsWith('--') && token.inline ? -2 : index;
    }
  }
  for (const [flag, count] of times) {
    if (count > 1) problems.push(`${flag}: expected once, got it ${count} times`);
  }
  return { wants: WISHES.find((wish) => wanted.has(wish)) ?? null, given, problems };
}
