/**
 * How a program gives settings: by the names of the table, as they stand there or in camel case, each with a value of its kind.
 * Main thread; pure. Must never read the environment: a test means the same on every machine.
 */
import type { Setting } from '../config/settings/setting.js';
import { SETTINGS } from '../config/settings/settings.js';
import { named, nearestName } from '../config/settings/wording.js';

type Row = (typeof SETTINGS)[number];

/** `RESPONSE_DELAY` as `responseDelay`. */
type Camel<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${Lowercase<First>}${Capitalize<Camel<Rest>>}`
  : Lowercase<Name>;

type ValueOf<One extends Row> = One extends { kind: 'integer' | 'seconds' | 'decimal' }
  ? number | `${number}`
  : One extends { kind: 'size' }
    ? number | `${number}` | `${number}${'KiB' | 'MiB' | 'GiB' | 'kB' | 'MB' | 'GB'}`
    : One extends { kind: 'integer-or-off' }
      ? number | `${number}` | 'off'
      : One extends { kind: 'integer-or-auto' }
        ? number | `${number}` | 'auto'
        : One extends { kind: 'counts' }
          ? number | string
          : One extends { kind: 'boolean' }
            ? boolean | 'true' | 'false'
            : One extends { kind: 'choice'; choices: readonly (infer Choice)[] }
              ? Choice
              : string;

type NamesOf<One extends Row> = One['env'] | Camel<One['env']>;

/** Any setting, as `RESPONSE_DELAY` or as `responseDelay`; see docs/settings.md. */
export type MockSettings = { readonly [One in Row as NamesOf<One>]?: ValueOf<One> | undefined };

type LiveRow = Extract<Row, { readonly live: true }>;

/** The settings that may be changed while a mock runs; null takes the value of the start back. */
export type LiveSettings = { readonly [One in LiveRow as NamesOf<One>]?: ValueOf<One> | null | undefined };

function camel(env: string): string {
  return env.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const ENV_BY_NAME = new Map(
  (SETTINGS as readonly Setting[]).flatMap(({ env }) => [
    [env, env],
    [camel(env), env],
  ]),
);

export interface SettingTexts {
  /** By environment name; null where the value is null. */
  readonly texts: ReadonlyMap<string, string | null>;
  readonly problems: readonly string[];
}

/** The texts of settings that a program gave. What is undefined was not given. */
export function textsOf(settings: Readonly<Record<string, unknown>>): SettingTexts {
  const texts = new Map<string, string | null>();
  const problems: string[] = [];
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined) continue;
    const env = ENV_BY_NAME.get(name);
    if (env === undefined) {
      const meant = nearestName(name, [...ENV_BY_NAME.keys()]);
      problems.push(
        `${named(name)}: unknown setting${meant === undefined ? '' : `; did you mean ${meant}?`}`,
      );
    } else if (texts.has(env)) {
      problems.push(`${named(name)}: expected once, got it as ${env} and as ${camel(env)}`);
    } else {
      texts.set(env, value === null ? null : String(value));
    }
  }
  return { texts, problems };
}
