/**
 * Owns the text of --help, which shows the table of settings.
 * Main thread, at start-up only. Must never see a Config: help shows defaults, never an operator's values.
 */

import { RESPONSE_DELAY_SECONDS_DEFAULT } from '../settings/latency.js';
import { DELAY_MAX_DEFAULT_MS, MS_PER_SECOND } from '../settings/limits.js';
import { type DefaultBasis, ENVIRONMENT_PREFIX, type Setting } from '../settings/setting.js';
import { SETTING_GROUPS, SETTINGS } from '../settings/settings.js';
import { defaultValue, plainText, rangeWords } from '../values/value.js';

const COLUMNS = 100;
const INDENT = '  ';
const FLAG_WIDTH = Math.max(...SETTINGS.map(({ flag }) => flag.length));
const ENV_WIDTH = Math.max(...SETTINGS.map(({ env }) => env.length));

/** A command and what it is for. */
const EXAMPLES: readonly (readonly [command: string, purpose: string])[] = [
  ['llm-mock-server -p 9000 --response-delay 2s', 'every answer after two seconds, on port 9000'],
  ['llm-mock-server --time-to-first-token 300ms --inter-token-latency 20ms', 'streams, token by token'],
  ["llm-mock-server --response-delay 'lognormal(p50=2s,p99=20s)' --max-concurrent 500", 'a tail, and a cap'],
  ['llm-mock-server --config mock.yaml', 'settings and models from one file'],
  ['llm-mock-server --config mock.yaml --check', 'say what is wrong with it, and start nothing'],
];

/** Breaks at blanks so that no line is longer than `width`, unless a single word is. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** `lead` on the first line, the wrapped text beside it, everything else under the text. */
function hanging(lead: string, text: string): readonly string[] {
  return wrap(text, COLUMNS - lead.length).map(
    (line, at) => (at === 0 ? lead : ' '.repeat(lead.length)) + line,
  );
}

function shownDefault(setting: Setting, value: string | number | boolean | null): string {
  if (value === null) return 'not set';
  const text = plainText(setting, value);
  return text.includes(' ') ? `"${text}"` : text;
}

/** `cores` are whole ones, at least 1. */
export type Machine = Pick<DefaultBasis, 'cores' | 'memoryBytes'>;

function settingLines(setting: Setting, { cores, memoryBytes }: Machine): readonly string[] {
  const responseDelayMaxMs = RESPONSE_DELAY_SECONDS_DEFAULT * MS_PER_SECOND;
  const basis = { cores, memoryBytes, responseDelayMaxMs, delayMaxMs: DELAY_MAX_DEFAULT_MS };
  const { fallback } = setting;
  const how = typeof fallback === 'object' && fallback !== null ? ` (${fallback.words})` : '';
  const facts = `${rangeWords(setting)}; default ${shownDefault(setting, defaultValue(setting, basis))}${how}`;
  const lead = `${INDENT}${setting.flag.padEnd(FLAG_WIDTH)}${INDENT}`;
  return [
    ...hanging(`${lead}${setting.env.padEnd(ENV_WIDTH)}${INDENT}`, facts),
    ...hanging(' '.repeat(lead.length), setting.sentence),
  ];
}

/**
 * @param machine what this process may use of the machine: the defaults shown are those of this machine
 * @param version as in package.json
 * @returns the text of --help, no line longer than 100 characters, without a final line feed
 */
export function renderHelp(machine: Machine, version: string): string {
  return [
    `llm-mock-server ${version}: answers like an LLM, late on purpose, for load tests.`,
    '',
    'Usage: llm-mock-server [--flag value | --flag=value]...',
    '       llm-mock-server ctl COMMAND',
    '',
    'Examples:',
    ...EXAMPLES.flatMap(([command, purpose]) => [`${INDENT}${command}`, `${INDENT}${INDENT}${purpose}`]),
    '',
    'Settings (flag, environment variable, range, default on this machine):',
    '',
    ...SETTING_GROUPS.flatMap(({ title, settings }) => [
      `${title}:`,
      ...settings.flatMap((setting) => settingLines(setting, machine)),
      '',
    ]),
    'Others:',
    ...hanging(
      `${INDENT}${'ctl'.padEnd(FLAG_WIDTH)}${INDENT}`,
      'Steer a server that runs with ADMIN_KEY, as in llm-mock-server ctl set RESPONSE_DELAY=2s; all of it is in ctl --help.',
    ),
    ...hanging(`${INDENT}${'-p 8080'.padEnd(FLAG_WIDTH)}${INDENT}`, 'The same as --port 8080.'),
    ...hanging(
      `${INDENT}${'--no-…'.padEnd(FLAG_WIDTH)}${INDENT}`,
      'Turns off what is true or false, or a port that can be off: --no-dashboard, --no-http10-port.',
    ),
    `${INDENT}${'--check'.padEnd(FLAG_WIDTH)}${INDENT}Read everything, say ok or what is wrong, and exit with 0 or 2.`,
    `${INDENT}${'--print-config'.padEnd(FLAG_WIDTH)}${INDENT}Print what is in force as a config file, without secrets, and exit.`,
    `${INDENT}${'-h, --help'.padEnd(FLAG_WIDTH)}${INDENT}Show this text and exit.`,
    `${INDENT}${'-v, --version'.padEnd(FLAG_WIDTH)}${INDENT}Show the version and exit.`,
    '',
    'Precedence:',
    ...hanging(
      INDENT,
      `A flag wins over ${ENVIRONMENT_PREFIX}<NAME>, which wins over <NAME>, which wins over the config file. For example ` +
        `--port, then ${ENVIRONMENT_PREFIX}PORT, then PORT. A value that starts with two dashes is written --flag=value.`,
    ),
    '',
    'Exit codes:',
    `${INDENT}0  stopped in order, or nothing wrong was found`,
    `${INDENT}1  stopped by a second signal or with requests in flight, or crashed`,
    `${INDENT}2  wrong settings; every problem was listed`,
    `${INDENT}3  the machine or the port does not allow it`,
  ].join('\n');
}
