/**
 * The rows of the last ten minutes, in a ring that never grows. Main thread.
 *
 * A row is 8 bytes a cell, and lies in memory as it goes over the wire: neither the newest row nor the history is encoded.
 */
import { endianness } from 'node:os';

export class LiveHistory {
  readonly #cells: Float64Array;
  #next = 0;
  #count = 0;
  /** What `bytes` gave away last, until a row comes: many may ask within one second. */
  #copy: Uint8Array | null = null;

  /** Holds `rowsMax` rows of `columns` cells. */
  constructor(
    private readonly columns: number,
    private readonly rowsMax: number,
  ) {
    // What the protocol promises is what every machine has that uWebSockets.js is built for.
    if (endianness() !== 'LE') throw new Error('the live page is written for little-endian machines');
    this.#cells = new Float64Array(columns * rowsMax);
  }

  /** Lets `fill` write the next row, in the place of the oldest where all are taken, and gives back the row's bytes. */
  push(fill: (row: Float64Array) => void): Uint8Array {
    const { columns, rowsMax } = this;
    const row = this.#cells.subarray(this.#next * columns, (this.#next + 1) * columns);
    fill(row);
    this.#copy = null;
    this.#next = (this.#next + 1) % rowsMax;
    this.#count = Math.min(this.#count + 1, rowsMax);
    return bytesOf(row);
  }

  /** Rows that another history gave away, oldest first; this one must be empty. */
  load(rows: Uint8Array): void {
    const rowBytes = this.columns * Float64Array.BYTES_PER_ELEMENT;
    const cells = new Float64Array(rows.slice().buffer);
    this.#count = Math.min(rows.byteLength / rowBytes, this.rowsMax);
    this.#cells.set(cells.subarray(0, this.#count * this.columns));
    this.#next = this.#count % this.rowsMax;
  }

  /** A copy of all rows, oldest first; the same one until the next row. */
  bytes(): Uint8Array {
    this.#copy ??= this.#copyRows();
    return this.#copy;
  }

  #copyRows(): Uint8Array {
    const { columns, rowsMax } = this;
    const oldest = this.#count < rowsMax ? 0 : this.#next * columns;
    const rows = new Float64Array(this.#count * columns);
    const tail = this.#cells.subarray(oldest, this.#count * columns);
    rows.set(tail);
    rows.set(this.#cells.subarray(0, oldest), tail.length);
    return bytesOf(rows);
  }
}

/** The same memory, seen as bytes. */
function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
