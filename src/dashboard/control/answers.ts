/**
 * Owns what follows from what the control API says: fields, changes, and which problem
 * belongs to which field. Browser, pure.
 */
import type { ConfigAnswer, JournalLine } from '../../shared/answers/control-answers.js';

/** What of a config fields are made of. */
interface InForce extends Omit<ConfigAnswer, 'settings' | 'models'> {
  readonly settings: Readonly<Record<string, { readonly value: string }>>;
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
export function toFields({ live, settings }: InForce): Field[] {
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
export function isUnknownPath({ endpoint, status }: Pick<JournalLine, 'endpoint' | 'status'>): boolean {
  return endpoint === 'other' && status === 404;
}
