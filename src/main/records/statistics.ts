/**
 * What became of all requests: in all, by endpoint, and by the row of the models file that they fall under. Main thread, hot
 * path: a group is made when its first request comes. The groups are a closed set: no client can add one.
 */
import type { CountsAnswer, Ending, GroupAnswer } from '../../shared/answers/control-answers.js';
import { OTHER_MODELS, OUTCOMES, type Outcome } from '../../shared/figures/models.js';
import { Quantiles, type QuantilesDump } from '../../shared/figures/quantiles.js';
import { ENDPOINTS } from '../../shared/labels.js';
import { type JournalEntry, outcomeOf } from './journal.js';

/** As many rows as a models file may have, and `other`. Those that a reload brings beyond them count as `other`. */
const MODEL_GROUPS_MAX = 1_001;

/** What one thread has counted of a group. */
export interface GroupDump {
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly times: readonly QuantilesDump[];
}

/** What requests are counted by. */
export const GROUP_KINDS = ['totals', 'endpoint', 'model'] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];

/** What one thread has counted, as plain data. */
export interface StatisticsDump {
  readonly totals: GroupDump;
  readonly endpoints: ReadonlyMap<number, GroupDump>;
  readonly models: ReadonlyMap<string, GroupDump>;
  readonly statuses: ReadonlyMap<Ending, number>;
}

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

  dump(): GroupDump {
    const times = [this.#plannedFirst, this.#first, this.#planned, this.#actual].map((one) => one.dump());
    const [promptTokens, completionTokens] = [this.#promptTokens, this.#completionTokens];
    return { outcomes: { ...this.#outcomes }, promptTokens, completionTokens, times };
  }

  addDump({ outcomes, promptTokens, completionTokens, times }: GroupDump): void {
    for (const outcome of OUTCOMES) this.#outcomes[outcome] += outcomes[outcome];
    this.#promptTokens += promptTokens;
    this.#completionTokens += completionTokens;
    for (const [at, one] of [this.#plannedFirst, this.#first, this.#planned, this.#actual].entries()) {
      one.addDump(times[at] as QuantilesDump);
    }
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

  dump(): StatisticsDump {
    return {
      totals: this.#totals.dump(),
      endpoints: dumpOf(this.#endpoints),
      models: dumpOf(this.#models),
      statuses: new Map(this.#statuses),
    };
  }

  /** What this one and those of other threads have counted together. */
  withOthers(others: readonly StatisticsDump[]): Statistics {
    const all = new Statistics();
    all.#since = this.#since;
    for (const dump of [this.dump(), ...others]) all.#addDump(dump);
    return all;
  }

  #addDump({ totals, endpoints, models, statuses }: StatisticsDump): void {
    this.addGroup('totals', '', totals);
    for (const [endpoint, dump] of endpoints) groupOf(this.#endpoints, endpoint).addDump(dump);
    for (const [row, dump] of models) this.addGroup('model', row, dump);
    this.addStatuses(statuses);
  }

  /** What another has counted of a group: of all requests, of an endpoint or of a row, by its name. */
  addGroup(kind: GroupKind, name: string, dump: GroupDump): void {
    if (kind === 'totals') this.#totals.addDump(dump);
    else if (kind === 'model') this.#modelGroup(name).addDump(dump);
    else groupOf(this.#endpoints, ENDPOINTS.indexOf(name as (typeof ENDPOINTS)[number])).addDump(dump);
  }

  addStatuses(statuses: Iterable<readonly [Ending, number]>): void {
    for (const [ending, count] of statuses) {
      this.#statuses.set(ending, (this.#statuses.get(ending) ?? 0) + count);
    }
  }

  get since(): Date {
    return this.#since;
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

function dumpOf<Key>(groups: ReadonlyMap<Key, Group>): ReadonlyMap<Key, GroupDump> {
  return new Map([...groups].map(([key, group]) => [key, group.dump()]));
}

function groupOf<Key>(groups: Map<Key, Group>, key: Key): Group {
  const known = groups.get(key);
  if (known !== undefined) return known;
  const group = new Group();
  groups.set(key, group);
  return group;
}
