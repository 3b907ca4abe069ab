/**
 * The last requests, one entry each, in a ring that is made once. Main thread, hot path: an entry is filled in place. Must never
 * hold what a request or an answer says, unless JOURNAL_BODIES asks for it: then what a BodyShelf has made of a body.
 */
import { NamePattern } from '../../behavior/models/name-pattern.js';
import type { Ending, JournalLine } from '../../shared/answers/control-answers.js';
import type { Outcome } from '../../shared/figures/models.js';
import { ENDPOINTS } from '../../shared/labels.js';

export const JOURNAL_ENTRIES_MAX = 1_000;
/** Of a model's name, which a client chose. */
const MODEL_CHARACTERS_MAX = 128;
const FAILED_FROM = 400;

/** What became of a request that ended so. */
export function outcomeOf(ending: Ending): Outcome {
  if (ending === 200) return 'answered';
  return typeof ending === 'number' ? 'refused' : 'aborted';
}

/** Times are in milliseconds, NaN where there is none. */
export class JournalEntry {
  /** Counts the requests, from 1; 0 of an entry that holds none. */
  number = 0;
  /** When it arrived, since the epoch. */
  atMs = 0;
  endpoint = 0;
  /** As it was asked for; null of an API, whose path and method its endpoint says. */
  method: string | null = null;
  path: string | null = null;
  model: string | null = null;
  key: string | null = null;
  ending: Ending = 200;
  fault: string | null = null;
  stream = false;
  plannedFirstMs = Number.NaN;
  firstMs = Number.NaN;
  plannedMs = Number.NaN;
  ms = 0;
  promptTokens = 0;
  completionTokens = 0;
  body: string | null = null;
}

/** What of the journal is wanted. */
export interface JournalQuery {
  readonly limit: number;
  /** Only requests behind this number. */
  readonly since: number;
  /** A name or a pattern, as in the models file. */
  readonly model: string | null;
  /** `failed` are all that the next function says. */
  readonly status: Ending | 'failed' | null;
}

/** Whether a client did not get what it asked for, or something else on purpose. */
function hasFailed({ ending, fault }: JournalEntry): boolean {
  return typeof ending !== 'number' || ending >= FAILED_FROM || fault !== null;
}

export class Journal {
  readonly #ring = Array.from({ length: JOURNAL_ENTRIES_MAX }, () => new JournalEntry());
  #count = 0;
  /** No entry before this one has a body. */
  #bodiesFrom = 1;

  /** `nextNumber` counts the requests of all threads; null where this one serves alone. */
  constructor(private readonly nextNumber: (() => number) | null = null) {}

  /** The place for the next request, to be filled; the oldest one is forgotten. */
  next(): JournalEntry {
    const entry = this.#ring[this.#count % JOURNAL_ENTRIES_MAX] as JournalEntry;
    this.#count++;
    entry.number = this.nextNumber?.() ?? this.#count;
    return entry;
  }

  /** Forgets the oldest body, and gives it back; null where none is kept. */
  dropOldestBody(): string | null {
    const oldest = Math.max(this.#bodiesFrom, this.#count - JOURNAL_ENTRIES_MAX + 1, 1);
    for (let number = oldest; number <= this.#count; number++) {
      const entry = this.#ring[(number - 1) % JOURNAL_ENTRIES_MAX] as JournalEntry;
      this.#bodiesFrom = number + 1;
      const { body } = entry;
      if (body === null) continue;
      entry.body = null;
      return body;
    }
    return null;
  }

  /** Forgets all requests. */
  clear(): void {
    this.#count = 0;
    this.#bodiesFrom = 1;
    for (const entry of this.#ring) {
      entry.number = 0;
      entry.body = null;
    }
  }

  /** The newest first. */
  read({ limit, since, model, status }: JournalQuery): readonly JournalLine[] {
    const pattern = model === null ? null : new NamePattern(model);
    const lines: JournalLine[] = [];
    const oldest = Math.max(this.#count - JOURNAL_ENTRIES_MAX, 0);
    for (let count = this.#count; count > oldest && lines.length < limit; count--) {
      const entry = this.#ring[(count - 1) % JOURNAL_ENTRIES_MAX] as JournalEntry;
      if (entry.number <= since) break;
      if (status === 'failed' ? !hasFailed(entry) : status !== null && entry.ending !== status) continue;
      if (pattern !== null && (entry.model === null || !pattern.fits(entry.model))) continue;
      lines.push(lineOf(entry));
    }
    return lines;
  }
}

function lineOf(entry: JournalEntry): JournalLine {
  return {
    number: entry.number,
    time: new Date(entry.atMs).toISOString(),
    endpoint: ENDPOINTS[entry.endpoint] as string,
    method: entry.method ?? 'POST',
    path: entry.path ?? (ENDPOINTS[entry.endpoint] as string),
    model: entry.model,
    key: entry.key,
    status: entry.ending,
    fault: entry.fault,
    stream: entry.stream,
    planned_first_token_ms: shown(entry.plannedFirstMs),
    first_token_ms: shown(entry.firstMs),
    planned_ms: shown(entry.plannedMs),
    actual_ms: shown(entry.ms) ?? 0,
    prompt_tokens: entry.promptTokens,
    completion_tokens: entry.completionTokens,
    body: entry.body,
  };
}

function shown(ms: number): number | null {
  return Number.isFinite(ms) ? Math.round(ms * 1000) / 1000 : null;
}

/** A name as it is kept. A copy where it is cut: a part of a text keeps the whole of it in memory. */
export function keptModel(model: string): string {
  if (model.length <= MODEL_CHARACTERS_MAX) return model;
  return Buffer.from(model.slice(0, MODEL_CHARACTERS_MAX)).toString();
}
