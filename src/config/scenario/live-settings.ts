/**
 * Owns which settings a scenario may change while the server runs, and how a text for one is checked. Pure.
 */
import type { RampForm } from '../../behavior/scenario/ramp.js';
import type { Setting } from '../settings/setting.js';
import { SETTINGS } from '../settings/settings.js';
import { readValue } from '../values/value.js';

/** Those that take effect on the next request, without anything being made anew. */
const LIVE: readonly string[] = [
  'RESPONSE_DELAY_SECONDS',
  'RESPONSE_DELAY',
  'TIME_TO_FIRST_TOKEN',
  'INTER_TOKEN_LATENCY',
  'PREFILL_PER_TOKEN',
  'LOAD_FACTOR',
  'OUTPUT_TOKENS',
  'SEED',
  'MAX_CONCURRENT',
  'FAULTS',
  'QUEUE_SIZE',
  'QUEUE_TIMEOUT',
  'RATE_LIMITS',
];
const TEXT_CHARACTERS_MAX = 1_000;

export const LIVE_SETTING_NAMES = LIVE;

/** The name as in the environment; undefined for what is no setting that can be changed. */
export function findLiveSetting(key: unknown): string | undefined {
  const name = typeof key === 'string' ? key : '';
  const isOneCase = name === name.toUpperCase() || name === name.toLowerCase();
  return isOneCase && LIVE.includes(name.toUpperCase()) ? name.toUpperCase() : undefined;
}

function rowOf(name: string): Setting | undefined {
  return SETTINGS.find(({ env }) => env === name);
}

/** What is wrong with a text for this setting; null if nothing is. */
export function problemOf(name: string, text: string): string | null {
  const row = rowOf(name);
  if (row === undefined) {
    const isFit = text.length >= 1 && text.length <= TEXT_CHARACTERS_MAX;
    return isFit ? null : `expected 1 to ${TEXT_CHARACTERS_MAX} characters, got ${text.length}`;
  }
  // None of them is the path of a file.
  const read = readValue(row, text, () => false);
  return read.ok ? null : read.problem;
}

/** In which form its values go evenly from one to another. */
export function rampFormOf(name: string): RampForm {
  switch (rowOf(name)?.kind) {
    case 'durations':
    case 'span':
      return 'duration';
    case 'counts':
    case 'integer':
    case 'integer-or-off':
      return 'whole';
    case 'seconds':
    case 'decimal':
      return 'decimal';
    default:
      return 'share';
  }
}
