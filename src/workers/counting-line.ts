/**
 * Who waits to be counted, the one that needs it first ahead. Main thread, for USAGE=exact only.
 *
 * Most requests wait equally long and so come in the order in which they are due: they are put at the end. Whoever lets in bounds
 * the line; what was answered meanwhile, or would be before its count is there, leaves it uncounted.
 */

export interface Due {
  /** When its count is needed, monotonic, in milliseconds. */
  readonly neededAtMs: number;
  /** When it is needed no more. */
  readonly uselessAtMs: number;
  /** What it takes to be counted, in characters. */
  readonly characters: number;
}

export interface TakeOptions {
  readonly entriesMax: number;
  readonly charactersMax: number;
  /** On the clock of the entries. */
  readonly nowMs: number;
  /** How long it takes to count one, with a margin; 0 while nobody knows. */
  readonly msPerCharacter: number;
}

export interface Taken<Entry> {
  /** To be counted together, in the order in which they need it. */
  readonly taken: Entry[];
  /** Not to be counted any more. */
  readonly tooLate: Entry[];
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

  /**
   * Takes out those that come first, no more than there may be of them, and of their characters. Who would be answered before its
   * count is there is left out, and so is who would make another one late: where more comes than can be counted, whoever is due next
   * always is too late, and counting it in vain would make the next one so. One is taken at the least, unless all are answered.
   */
  take({ entriesMax, charactersMax, nowMs, msPerCharacter }: TakeOptions): Taken<Entry> {
    const taken: Entry[] = [];
    const tooLate: Entry[] = [];
    let characters = 0;
    let firstUselessAtMs = Number.POSITIVE_INFINITY;
    for (const entry of this.#entries) {
      if (taken.length === entriesMax) break;
      if (nowMs + entry.characters * msPerCharacter >= entry.uselessAtMs) {
        tooLate.push(entry);
        continue;
      }
      const together = characters + entry.characters;
      const uselessAtMs = Math.min(firstUselessAtMs, entry.uselessAtMs);
      const isTooMuch = together > charactersMax || nowMs + together * msPerCharacter >= uselessAtMs;
      if (taken.length > 0 && isTooMuch) break;
      taken.push(entry);
      characters = together;
      firstUselessAtMs = uselessAtMs;
    }
    this.#entries.splice(0, taken.length + tooLate.length);
    // A forecast may be wrong, and would stay so if nobody were counted.
    const last = tooLate.at(-1);
    if (taken.length === 0 && last !== undefined && last.uselessAtMs > nowMs) {
      tooLate.pop();
      taken.push(last);
    }
    return { taken, tooLate };
  }
}
