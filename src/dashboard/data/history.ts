/**
 * Owns the rows of the last ten minutes, of this server and of those before it on the same address. Browser, pure.
 * Must never hold more than ten minutes, or two rows of one moment: the charts want their times to ascend.
 */
import { LIVE_INTERVAL_MS, LIVE_ROWS_MAX } from '../../shared/live-protocol.js';
import type { Row } from './row-decoder.js';

/** How far back the charts go. */
export const SPAN_MS = LIVE_INTERVAL_MS * LIVE_ROWS_MAX;

/** Two rows further apart than this have seconds between them of which nothing is known. */
export const GAP_MS = 2_500;

/** A row, and which server it is of. */
export interface Sample {
  readonly startedAtMs: number;
  readonly row: Row;
}

export class History {
  #samples: readonly Sample[] = [];

  /** Oldest first. */
  get samples(): readonly Sample[] {
    return this.#samples;
  }

  get latest(): Sample | undefined {
    return this.#samples.at(-1);
  }

  /**
   * Adds what a server sent. It knows best: whatever we hold from its first row on gives way. That also covers a clock that
   * was set back.
   */
  add(startedAtMs: number, rows: readonly Row[]): void {
    const [first] = rows;
    if (first === undefined) return;
    const samples = this.#samples.filter(({ row }) => row.atMs < first.atMs);
    for (const row of rows) {
      const before = samples.at(-1)?.row.atMs ?? Number.NEGATIVE_INFINITY;
      if (row.atMs > before) samples.push({ startedAtMs, row });
    }
    const newestMs = samples.at(-1)?.row.atMs ?? 0;
    this.#samples = samples.filter(({ row }) => row.atMs > newestMs - SPAN_MS).slice(-LIVE_ROWS_MAX);
  }
}
