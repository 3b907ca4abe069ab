/**
 * Owns the one table of settings. Plain data: any thread may import it.
 */

import { CONTENT_SETTINGS } from './content.js';
import { LATENCY_SETTINGS } from './latency.js';
import { OPERATION_SETTINGS } from './operation.js';
import { SERVER_SETTINGS } from './server.js';
import type { Setting, SettingValue } from './setting.js';
import { SOURCE_SETTINGS } from './sources.js';
import { TRAFFIC_SETTINGS } from './traffic.js';

/**
 * In six parts. Its order is the order of --help and of docs/settings.md, and the order of reading:
 * a default may be computed from a row above its own.
 */
export const SETTINGS = [
  ...SERVER_SETTINGS,
  ...TRAFFIC_SETTINGS,
  ...LATENCY_SETTINGS,
  ...CONTENT_SETTINGS,
  ...OPERATION_SETTINGS,
  ...SOURCE_SETTINGS,
] as const satisfies readonly Setting[];

/** The same rows by what they are for, as --help shows them. */
export const SETTING_GROUPS: readonly { readonly title: string; readonly settings: readonly Setting[] }[] = [
  { title: 'Where it listens, and how much it takes', settings: SERVER_SETTINGS },
  { title: 'What becomes of requests that are too many', settings: TRAFFIC_SETTINGS },
  { title: 'How long answers take', settings: LATENCY_SETTINGS },
  { title: 'What answers say', settings: CONTENT_SETTINGS },
  { title: 'How it is run', settings: OPERATION_SETTINGS },
  { title: 'Files with more than one setting', settings: SOURCE_SETTINGS },
];

type Row = (typeof SETTINGS)[number];

/** Every setting by its environment name, in its own unit, typed from its row of the table. */
export type Values = { readonly [One in Row as One['env']]: SettingValue<One> };

/** The fields of Config that are one setting each. */
export type PlainFields = {
  readonly [One in Extract<Row, { readonly field: string }> as One['field']]: SettingValue<One>;
};
