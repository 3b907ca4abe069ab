// Owns: the options of the commands in this folder: `--name value`, checked, with the help text made of the same table.
// Must never: guess; what it does not know ends the command with the help.

import { parseArgs } from 'node:util';

type Value = number | string | boolean;

/** An option by its name on the command line: its default and one line about it. */
export type OptionTable = Readonly<Record<string, { readonly fallback: Value; readonly help: string }>>;

type Widened<V> = V extends number ? number : V extends boolean ? boolean : string;

export type Options<T extends OptionTable> = { readonly [K in keyof T]: Widened<T[K]['fallback']> };

/** The options as given to this process; a number's default makes it a number, a boolean's a switch. */
export function readOptions<T extends OptionTable>(about: string, table: T): Options<T> {
  const entries = Object.entries(table);
  const options = Object.fromEntries(
    entries.map(([name, { fallback }]) => [
      name,
      { type: typeof fallback === 'boolean' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  try {
    const parsed = parseArgs({ options: { ...options, help: { type: 'boolean' as const } } });
    const values: Readonly<Record<string, string | boolean | undefined>> = parsed.values;
    if (values.help === true) {
      process.stdout.write(helpOf(about, table));
      process.exit(0);
    }
    return Object.fromEntries(
      entries.map(([name, { fallback }]) => [name, readValue(name, fallback, values[name])]),
    ) as Options<T>;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${helpOf(about, table)}`);
    process.exit(2);
  }
}

function readValue(name: string, fallback: Value, given: string | boolean | undefined): Value {
  if (given === undefined) return fallback;
  if (typeof fallback !== 'number') return given;
  if (!/^\d+(?:\.\d+)?$/.test(given as string)) throw new Error(`--${name} wants a number, got "${given}"`);
  return Number(given);
}

function helpOf(about: string, table: OptionTable): string {
  const lines = Object.entries(table).map(([name, { fallback, help }]) => {
    const shown = fallback === false || fallback === '' ? '' : ` (${fallback})`;
    return `  --${name.padEnd(14)} ${help}${shown}`;
  });
  return `${about}\n\n${lines.join('\n')}\n`;
}
