/**
 * Reads what somebody wants to see of the journal, from the parameters of a request. Main thread; pure.
 */
import { JOURNAL_ENTRIES_MAX, type JournalQuery } from '../records/journal.js';
import { charactersIn } from './request.js';
import { NAME_CHARACTERS_MAX } from './schemas.js';

const WHOLE_NUMBER = /^(?:0|[1-9]\d{0,15})$/;
const LIMIT_DEFAULT = 100;

/** What is no status. */
function endingOf(text: string): 'aborted' | 'severed' | 'failed' | null {
  return text === 'aborted' || text === 'severed' || text === 'failed' ? text : null;
}

export type ReadQuery =
  | { readonly ok: true; readonly query: JournalQuery }
  | { readonly ok: false; readonly problems: readonly string[] };

/** `parameter` gives the value of a parameter of the query, the empty string where it is absent. */
export function readJournalQuery(parameter: (name: string) => string): ReadQuery {
  const problems: string[] = [];
  const whole = (name: string, fallback: number, min: number, max: number): number => {
    const text = parameter(name);
    if (text === '') return fallback;
    const number = WHOLE_NUMBER.test(text) ? Number(text) : Number.NaN;
    if (number >= min && number <= max) return number;
    problems.push(
      `${name}: expected a whole number from ${min} to ${max}, got ${JSON.stringify(text.slice(0, 60))}`,
    );
    return fallback;
  };
  const model = parameter('model');
  const characters = charactersIn(model);
  if (characters > NAME_CHARACTERS_MAX) {
    problems.push(`model: expected at most ${NAME_CHARACTERS_MAX} characters, got ${characters}`);
  }
  const query: JournalQuery = {
    limit: whole('limit', LIMIT_DEFAULT, 1, JOURNAL_ENTRIES_MAX),
    since: whole('since', 0, 0, Number.MAX_SAFE_INTEGER),
    model: model === '' ? null : model,
    status: endingOf(parameter('status')) ?? (whole('status', 0, 100, 599) || null),
  };
  return problems.length > 0 ? { ok: false, problems } : { ok: true, query };
}
