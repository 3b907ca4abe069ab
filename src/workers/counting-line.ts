/**
 * Who waits to be counted, the one that needs it first ahead. Main thread, for USAGE=exact only.
 *
 * Most requests wait equally long and so come in the order in which they are due: they are put at the end. Whoever lets in bounds
 * the line; what was answered meanwhile leaves it uncounted.
 */

export interface Due {
  /** When its count is needed, monotonic, in milliseconds. */
  readonly neededAtMs: number;
  /** When it is needed no more. */
  readonly uselessAtMs: number;
  /** What it takes to be counted, in characters. */
  readonly characters: number;
}

export class CountingLine<Entry extends Due> {
  /** By `neededAtMs`, and in the order of arrival where that is the same. */
  #entries: Entry[] = [];

  get length(): number {
    return this.#entries.length;
  }

  add(entry: Entry): void {
    const entries = this.#entries;
    let low = 0;
    let high = entries.length;
    if (high > 0 && (entries[high - 1] as Entry).neededAtMs <= entry.neededAtMs) low = high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((entries[middle] as Entry).neededAtMs <= entry.neededAtMs) low = middle + 1;
      else high = middle;
    }
    if (low === entries.length) entries.push(entry);
    else entries.splice(low, 0, entry);
  }

  /** Takes out those that come first, no more than there may be of them, and of their characters: but one at the least. */
  take(entriesMax: number, charactersMax: number): Entry[] {
    let characters = 0;
    let count = 0;
    for (const entry of this.#entries) {
      if (count === entriesMax || (count > 0 && characters + entry.characters > charactersMax)) break;
      characters += entry.characters;
      count++;
    }
    return this.#entries.splice(0, count);
  }

  /** Takes out those that are needed no more. */
  takeUseless(nowMs: number): Entry[] {
    const useless = this.#entries.filter(({ uselessAtMs }) => uselessAtMs <= nowMs);
    if (useless.length > 0) this.#entries = this.#entries.filter(({ uselessAtMs }) => uselessAtMs > nowMs);
    return useless;
  }
}
