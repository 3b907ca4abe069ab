// Owns: the table of docs/limits.md that says where this server differs from HTTP, from the cases that a test runs on both ports.
// Pure.

import { both, type HttpCase, type Outcome } from '../http/case.js';
import { HTTP_CASES } from '../http/cases.js';

export const HTTP_TABLES = [{ page: 'docs/limits.md', name: 'http-cases', render: renderHttpCases }] as const;

const HEAD = [
  `Of ${HTTP_CASES.length} cases these differ from what the standard asks for:`,
  '',
  '| Sent | Section | Asked for | `PORT` | `HTTP10_PORT` | Why |',
  '|---|---|---|---|---|---|',
];

function renderHttpCases(): string {
  return [...HEAD, ...HTTP_CASES.filter(({ why }) => why !== undefined).map(renderRow)].join('\n');
}

function renderRow({ name, section, allowed, port, http10, why }: HttpCase): string {
  const wanted = allowed.map(outcomeWords).slice(0, 2).join(', or ');
  const cells = [name, section, wanted, buildWords(both(port)), buildWords(both(http10)), why ?? ''];
  return `| ${cells.join(' | ')} |`;
}

function buildWords({ old, new: newer }: { old: Outcome; new: Outcome }): string {
  if (old === newer) return outcomeWords(old);
  return `Node.js 20: ${outcomeWords(old)}; newer: ${outcomeWords(newer)}`;
}

/** Statuses in code, and what is not as a client hopes in words. */
function outcomeWords(outcome: Outcome): string {
  const words = outcome.split(' ');
  const end = words.pop();
  const codes = words.map((code) => `\`${code}\``).join(' ');
  if (codes === '') return end === 'kept' ? 'silence until the time-out' : 'closed';
  const last = Number(words.at(-1));
  if (last === 408) return `${codes} at the time-out`;
  if (last === 100) return `${codes}, then silence`;
  return end === 'kept' ? codes : `${codes}, closed`;
}
