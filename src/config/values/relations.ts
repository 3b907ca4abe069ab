/**
 * Owns the rules between settings. Main thread, at start-up. Judges only what is right by itself: the rest has been
 * reported already.
 */

import { maximumOf } from '../../behavior/distributions/describe.js';
import type { Distribution } from '../../behavior/distributions/distribution.js';
import { chooseModels } from '../../behavior/models/choose-models.js';
import type { Given } from '../settings/setting.js';
import { quoted } from '../settings/wording.js';
import { spanText, type Value } from './value.js';

export interface SettingsRead {
  /** What somebody gave, by the setting's environment name. */
  readonly given: ReadonlyMap<string, Given>;
  /** What it came to, with the defaults; null for what stays unset, absent for what was wrong. */
  readonly values: ReadonlyMap<string, Value | null>;
}

/** Two settings that say the same thing, or of which one makes the other pointless. */
export const EXCLUSIVE: readonly (readonly [one: string, other: string])[] = [
  ['RESPONSE_DELAY', 'RESPONSE_DELAY_SECONDS'],
  ['INTER_TOKEN_LATENCY', 'RESPONSE_DELAY_SECONDS'],
  ['INTER_TOKEN_LATENCY', 'RESPONSE_DELAY'],
];

/** The settings that cannot be given beside this one. */
export function exclusiveOf(env: string): readonly string[] {
  return EXCLUSIVE.flatMap(([one, other]) => (one === env ? [other] : other === env ? [one] : []));
}

/** Two settings of which neither makes sense alone. */
const PAIRS: readonly (readonly [one: string, other: string])[] = [['TLS_CERT_FILE', 'TLS_KEY_FILE']];

/** Settings that mean nothing without another one. */
const NEEDS: readonly (readonly [one: string, needed: string])[] = [['PEERS', 'ADMIN_KEY']];

/** @returns a line for every rule that is broken, by the name that was given */
export function relationProblems(read: SettingsRead): readonly string[] {
  return [
    ...pairProblems(read),
    ...needProblems(read),
    ...exclusiveProblems(read),
    ...portProblems(read),
    ...contentProblems(read),
    ...delayProblems(read),
    ...modelsProblems(read),
  ];
}

function pairProblems({ given }: SettingsRead): readonly string[] {
  return PAIRS.flatMap(([one, other]) =>
    [
      [one, other],
      [other, one],
    ].flatMap(([here = '', absent = '']) => {
      const name = given.get(here)?.name;
      return name === undefined || given.has(absent)
        ? []
        : [`${name}: expected ${absent} beside it, got it alone`];
    }),
  );
}

function needProblems({ given }: SettingsRead): readonly string[] {
  return NEEDS.flatMap(([one, needed]) => {
    const name = given.get(one)?.name;
    return name === undefined || given.has(needed)
      ? []
      : [`${name}: expected ${needed} beside it, got it alone`];
  });
}

function exclusiveProblems({ given }: SettingsRead): readonly string[] {
  return EXCLUSIVE.flatMap(([one, other]) => {
    const name = given.get(one)?.name;
    return name === undefined || !given.has(other) ? [] : [`${name}: expected without ${other}, got both`];
  });
}

function portProblems({ given, values }: SettingsRead): readonly string[] {
  const name = given.get('HTTP10_PORT')?.name;
  const port = values.get('PORT');
  if (name === undefined || port === undefined || port === 0 || values.get('HTTP10_PORT') !== port) return [];
  return [`${name}: expected another port than PORT, got ${quoted(String(port))} for both`];
}

/** RESPONSE_TEXT and RESPONSE_FILE each go with one kind of content. */
function contentProblems({ given, values }: SettingsRead): readonly string[] {
  const content = values.get('RESPONSE_CONTENT');
  if (content === undefined) return [];
  const problems: string[] = [];
  for (const [env, kind] of [
    ['RESPONSE_TEXT', 'fixed'],
    ['RESPONSE_FILE', 'file'],
  ]) {
    const name = given.get(env as string)?.name;
    if (name !== undefined && content !== kind) {
      problems.push(`${name}: expected RESPONSE_CONTENT=${kind} beside it, got ${quoted(String(content))}`);
    }
  }
  if (content === 'file' && !given.has('RESPONSE_FILE')) {
    problems.push(`${given.get('RESPONSE_CONTENT')?.name}: expected RESPONSE_FILE beside it, got it alone`);
  }
  return problems;
}

/** The longest that the response delay can be, by whichever setting says it; Infinity where nothing ends it. */
export function responseDelayMaxMs(values: SettingsRead['values']): number {
  const seconds = values.get('RESPONSE_DELAY_SECONDS');
  const delay = values.get('RESPONSE_DELAY');
  if (values.get('INTER_TOKEN_LATENCY')) return Number.POSITIVE_INFINITY;
  if (typeof delay === 'object' && delay !== null) return maximumOf(delay as Distribution);
  return typeof seconds === 'number' ? seconds * 1000 : 0;
}

/** A delay that is always cut down to MAX_DELAY is not what its author meant; the tail of a distribution may be. */
function delayProblems({ given, values }: SettingsRead): readonly string[] {
  const name = given.get('MAX_DELAY')?.name;
  const max = values.get('MAX_DELAY');
  const longest = responseDelayMaxMs(values);
  if (name === undefined || typeof max !== 'number' || !Number.isFinite(longest) || longest <= max) return [];
  return [
    `${name}: expected at least the longest response delay, ${spanText(longest)}, got ${quoted(spanText(max))}`,
  ];
}

/** Which models there are is known beside the table of settings. */
function modelsProblems({ given, values }: SettingsRead): readonly string[] {
  const text = values.get('MODELS');
  const chosen = typeof text === 'string' ? chooseModels(text) : null;
  return chosen === null || chosen.ok ? [] : [`${given.get('MODELS')?.name}: ${chosen.message}`];
}
