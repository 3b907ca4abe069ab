// Owns: the file in which recorded answers are kept. Equal answers are there once, long ones by their beginning and hash.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../../test/wire/answers.json', import.meta.url);
const CHARACTERS_MAX = 1_200;
const BEGINNING = 500;

interface Fixture {
  readonly answers: readonly string[];
  /** Index into `answers` by the name of the case. */
  readonly cases: Readonly<Record<string, number>>;
}

/** As it is kept. */
export function shortened(answer: string): string {
  if (answer.length <= CHARACTERS_MAX) return answer;
  const hash = createHash('sha256').update(answer).digest('hex').slice(0, 16);
  return `${answer.slice(0, BEGINNING)} … ${answer.length} characters, SHA-256 ${hash}`;
}

export function readFixture(): ReadonlyMap<string, string> {
  const { answers, cases } = JSON.parse(readFileSync(FILE, 'utf8')) as Fixture;
  return new Map(Object.entries(cases).map(([name, index]) => [name, answers[index] as string]));
}

export function writeFixture(recorded: ReadonlyMap<string, string>): void {
  const indexes = new Map<string, number>();
  const cases: Record<string, number> = {};
  for (const [name, answer] of recorded) {
    const kept = shortened(answer);
    if (!indexes.has(kept)) indexes.set(kept, indexes.size);
    cases[name] = indexes.get(kept) as number;
  }
  writeFileSync(FILE, `${JSON.stringify({ answers: [...indexes.keys()], cases }, null, 1)}\n`);
}
