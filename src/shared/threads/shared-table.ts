/**
 * Numbers by key that several threads share: so many keys, of which the least recently used are forgotten first, with a row of numbers
 * each, 0 at first. Any thread; everything happens under one lock.
 */
import { createHash } from 'node:crypto';
import { Mutex } from './mutex.js';
import { RecentKeys } from './recent-keys.js';

const HEAD_BYTES = 16;
const LOCK = 0;
const EPOCH = 1;

export interface TableShape {
  readonly keysMax: number;
  /** Numbers in the row of a key. */
  readonly columns: number;
}

/** The row of a key, in the hands of whoever asked for it last. */
export interface TableRow {
  readonly cells: Float64Array;
  /** Where its numbers begin. */
  readonly at: number;
  readonly place: number;
  readonly key: number;
  readonly isNew: boolean;
}

const rowsFrom = ({ keysMax }: TableShape): number =>
  HEAD_BYTES + Math.ceil(RecentKeys.bytesFor(keysMax) / 8) * 8;

export class SharedTable {
  readonly #words: Int32Array;
  readonly #keys: RecentKeys;
  readonly #cells: Float64Array;
  readonly #mutex: Mutex;

  /** Memory for a table, that no thread has looked at yet. */
  static memory(shape: TableShape): SharedArrayBuffer {
    return new SharedArrayBuffer(rowsFrom(shape) + (shape.keysMax + 1) * shape.columns * 8);
  }

  constructor(
    private readonly shape: TableShape,
    memory: SharedArrayBuffer,
  ) {
    this.#words = new Int32Array(memory, 0, HEAD_BYTES / 4);
    this.#mutex = new Mutex(this.#words, LOCK);
    this.#keys = new RecentKeys(shape.keysMax, memory, HEAD_BYTES);
    this.#cells = new Float64Array(memory, rowsFrom(shape));
  }

  /** Grows when everything begins anew: a part of what keys are made of, where that may happen. */
  get epoch(): number {
    return Atomics.load(this.#words, EPOCH);
  }

  beginAnew(): void {
    Atomics.add(this.#words, EPOCH, 1);
  }

  run<Given>(work: () => Given): Given {
    return this.#mutex.run(work);
  }

  /** Within `run`. */
  row(key: number): TableRow {
    const used = this.#keys.use(key);
    const [place, isNew] = [Math.abs(used), used < 0];
    const at = place * this.shape.columns;
    if (isNew) this.#cells.fill(0, at, at + this.shape.columns);
    return { cells: this.#cells, at, place, key, isNew };
  }

  /** Within `run`: the first number of a row that is there; null where none is. It is not used by that. */
  find(key: number): { readonly value: number } | null {
    if (!this.#keys.has(key)) return null;
    return { value: this.#cells[this.#keys.placeOf(key) * this.shape.columns] as number };
  }

  /** Within `run`: where each row begins, that which was asked for the longest ago first. */
  *rows(): Iterable<number> {
    for (const place of this.#keys.places()) yield place * this.shape.columns;
  }

  get cells(): Float64Array {
    return this.#cells;
  }

  /** Within `run`: whether a row is still that of its key. */
  has({ place, key }: TableRow): boolean {
    return this.#keys.keyAt(place) === key;
  }
}

/** A text as a key: no two of them are the same by chance. */
export function keyOfText(text: string): number {
  const digest = createHash('sha256').update(text).digest();
  return (digest.readUInt32LE(0) & 0x1fffff) * 2 ** 32 + digest.readUInt32LE(4);
}
