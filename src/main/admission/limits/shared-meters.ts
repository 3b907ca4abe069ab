/**
 * What is left of the limits where several threads serve: in shared memory, under one lock. A meter is known by the words of its limit and
 * by whom it is for; the limits of before are then others, and forgotten by and by.
 */
import { BUCKET_CELLS, Bucket } from '../../../behavior/limits/bucket.js';
import { formatLimit, type Limit } from '../../../behavior/limits/limit.js';
import { keyOfText, SharedTable } from '../../../shared/threads/shared-table.js';
import type { MeterStore } from './meter-store.js';
import { type Meter, Running } from './meters.js';

/** Of keys, models and limits together. */
const SHAPE = { keysMax: 65_536, columns: BUCKET_CELLS } as const;

export class SharedMeters implements MeterStore {
  readonly #table: SharedTable;
  /** The words of each limit that holds. */
  #words = new Map<Limit, string>();

  static memory(): SharedArrayBuffer {
    return SharedTable.memory(SHAPE);
  }

  /** `beginsAnew`: whether this thread is the one that has everybody begin anew. */
  constructor(
    memory: SharedArrayBuffer,
    private readonly beginsAnew: boolean,
  ) {
    this.#table = new SharedTable(SHAPE, memory);
  }

  replace(limits: readonly Limit[]): void {
    this.#words = new Map(limits.map((limit) => [limit, formatLimit(limit)]));
    if (this.beginsAnew) this.#table.beginAnew();
  }

  run<Given>(work: () => Given): Given {
    return this.#table.run(work);
  }

  of(limit: Limit, { caller, model }: Parameters<MeterStore['of']>[1], nowMs: number): Meter {
    const whose = limit.scope === 'all' ? '' : limit.scope === 'key' ? caller.id : model;
    const row = this.#table.row(keyOfText(`${this.#table.epoch} ${this.#words.get(limit)} ${whose}`));
    if (limit.counts !== 'concurrent') return new Bucket(limit, nowMs, row.cells, row.at, !row.isNew);
    return new Running(limit, row.cells, row.at, () => this.#table.has(row));
  }
}
