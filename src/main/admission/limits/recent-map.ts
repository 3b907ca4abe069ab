/**
 * A map of so many entries at the most, of which whoever was used the longest ago goes first. Main thread; what clients name
 * (keys, models) is kept in one.
 */
export class RecentMap<Value> {
  /** In the order of their use. */
  readonly #entries = new Map<string, Value>();

  constructor(private readonly entriesMax: number) {}

  get size(): number {
    return this.#entries.size;
  }

  /** The value of the key; where there is none, what `create` makes. */
  use(key: string, create: () => Value): Value {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    if (this.#entries.size >= this.entriesMax) {
      for (const oldest of this.#entries.keys()) {
        this.#entries.delete(oldest);
        break;
      }
    }
    const made = create();
    this.#entries.set(key, made);
    return made;
  }

  values(): IterableIterator<Value> {
    return this.#entries.values();
  }
}
