/**
 * Owns what the control API says, as far as the page reads it, and what follows from it: fields, changes, and which problem
 * belongs to which field. Browser, pure.
 */

export interface Config {
  /** How often settings were changed; the live rows have it as `configRevision`. */
  readonly revision: number;
  /** In force; a setting that nobody gave may be left out. */
  readonly settings: Readonly<Record<string, { readonly value: string }>>;
  /** The names of all that may be changed. */
  readonly live: readonly string[];
}

export interface JournalLine {
  readonly number: number;
  /** ISO 8601. */
  readonly time: string;
  readonly endpoint: string;
  readonly model: string | null;
  readonly status: number | 'aborted' | 'severed';
  readonly fault: string | null;
  readonly actual_ms: number;
}

export interface Journal {
  /** The newest first. */
  readonly requests: readonly JournalLine[];
}

export interface Serving {
  readonly draining: boolean;
  readonly in_flight: number;
}

/** A setting as a field shows it; what is measured in units is typed without them. */
export interface Field {
  readonly name: string;
  /** Empty where nothing is said. */
  readonly value: string;
  readonly unit: string;
}

/** `3000 requests`: a number and what it counts. */
const COUNTED = /^(\d+) ([a-z]+(?: [a-z]+)*)$/;

/** The settings that may be changed, in the server's order. */
export function toFields({ live, settings }: Config): Field[] {
  return live.map((name) => {
    const value = settings[name]?.value ?? '';
    const [, number, unit] = COUNTED.exec(value) ?? [];
    return { name, value: number ?? value, unit: unit ?? '' };
  });
}

/** What a PATCH has to say: the fields that say something else than before; an empty one takes the start-up's value. */
export function toChanges(
  fields: readonly Field[],
  typed: ReadonlyMap<string, string>,
): Readonly<Record<string, string | null>> {
  const changed = fields.flatMap(({ name, value }) => {
    const text = (typed.get(name) ?? value).trim();
    return text === value ? [] : [[name, text === '' ? null : text] as const];
  });
  return Object.fromEntries(changed);
}

export interface SortedProblems {
  readonly byName: ReadonlyMap<string, string>;
  /** Those that name no field. */
  readonly others: readonly string[];
}

/** A problem begins with the name of its setting; several of one become one text. */
export function sortProblems(problems: readonly string[], names: readonly string[]): SortedProblems {
  const byName = new Map<string, string>();
  const others: string[] = [];
  for (const problem of problems) {
    const name = /^[A-Z][A-Z0-9_]*/.exec(problem)?.[0] ?? '';
    if (!names.includes(name)) {
      others.push(problem);
      continue;
    }
    const words = problem.startsWith(`${name}: `) ? problem.slice(name.length + 2) : problem;
    const before = byName.get(name);
    byName.set(name, before === undefined ? words : `${before}; ${words}`);
  }
  return { byName, others };
}

/** Whether a request went where nothing is: most often its client's base URL lacks the version. */
export function isUnknownPath({ endpoint, status }: JournalLine): boolean {
  return endpoint === 'other' && status === 404;
}
