/**
 * What became of all requests: in all, by endpoint, and by the row of the models file that they fall under. Main thread, hot
 * path: a group is made when its first request comes. The groups are a closed set: no client can add one.
 */
import type { CountsAnswer, Ending, GroupAnswer } from '../../shared/answers/control-answers.js';
import { OTHER_MODELS, type Outcome } from '../../shared/figures/models.js';
import { Quantiles } from '../../shared/figures/quantiles.js';
import { ENDPOINTS } from '../../shared/labels.js';
import { type JournalEntry, outcomeOf } from './journal.js';

/** As many rows as a models file may have, and `other`. Those that a reload brings beyond them count as `other`. */
const MODEL_GROUPS_MAX = 1_001;

class Group {
  readonly #outcomes: Record<Outcome, number> = { answered: 0, refused: 0, aborted: 0 };
  #promptTokens = 0;
  #completionTokens = 0;
  readonly #plannedFirst = new Quantiles();
  readonly #first = new Quantiles();
  readonly #planned = new Quantiles();
  readonly #actual = new Quantiles();

  add(entry: JournalEntry): void {
    const outcome = outcomeOf(entry.ending);
    this.#outcomes[outcome]++;
    if (outcome === 'answered') this.#addAnswer(entry);
  }

  #addAnswer(entry: JournalEntry): void {
    this.#promptTokens += entry.promptTokens;
    this.#completionTokens += entry.completionTokens;
    this.#planned.add(entry.plannedMs);
    this.#actual.add(entry.ms);
    if (!entry.stream) return;
    this.#plannedFirst.add(entry.plannedFirstMs);
    this.#first.add(entry.firstMs);
  }

  read(): GroupAnswer {
    const { answered, refused, aborted } = this.#outcomes;
    return {
      requests: answered + refused + aborted,
      answered,
      refused,
      aborted,
      prompt_tokens: this.#promptTokens,
      completion_tokens: this.#completionTokens,
      first_token_ms: { planned: this.#plannedFirst.read(), actual: this.#first.read() },
      answer_ms: { planned: this.#planned.read(), actual: this.#actual.read() },
    };
  }
}

export class Statistics {
  #since = new Date();
  #totals = new Group();
  readonly #endpoints = new Map<number, Group>();
  readonly #models = new Map<string, Group>();
  readonly #statuses = new Map<Ending, number>();

  /** `row` is that of the models file; null for none, or for a request of which no model is known. */
  add(entry: JournalEntry, row: string | null): void {
    this.#totals.add(entry);
    groupOf(this.#endpoints, entry.endpoint).add(entry);
    if (entry.model !== null) this.#modelGroup(row ?? OTHER_MODELS).add(entry);
    this.#statuses.set(entry.ending, (this.#statuses.get(entry.ending) ?? 0) + 1);
  }

  #modelGroup(row: string): Group {
    const isFull = this.#models.size >= MODEL_GROUPS_MAX && !this.#models.has(row);
    return groupOf(this.#models, isFull ? OTHER_MODELS : row);
  }

  /** Begins anew. */
  clear(): void {
    this.#since = new Date();
    this.#totals = new Group();
    this.#endpoints.clear();
    this.#models.clear();
    this.#statuses.clear();
  }

  read(): CountsAnswer {
    const endpoints = ENDPOINTS.map((name, at) => [name, this.#endpoints.get(at)] as const);
    // Numbers come first, in their order, in any object.
    return {
      since: this.#since.toISOString(),
      totals: this.#totals.read(),
      endpoints: Object.fromEntries(
        endpoints.flatMap(([name, group]) => (group === undefined ? [] : [[name, group.read()]])),
      ),
      statuses: Object.fromEntries(this.#statuses),
      models: Object.fromEntries([...this.#models].map(([row, group]) => [row, group.read()])),
    };
  }
}

function groupOf<Key>(groups: Map<Key, Group>, key: Key): Group {
  const known = groups.get(key);
  if (known !== undefined) return known;
  const group = new Group();
  groups.set(key, group);
  return group;
}
