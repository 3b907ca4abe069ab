/**
 * A pattern of names: `*` stands for any characters, none included, and `?` for one. Pure. It is taken apart once, so that a
 * name that nobody asked for before, which may be any client's choice, costs a search for each text between the stars: with
 * a thousand patterns of 256 characters, a walk through both took 0.2 s of the thread that serves all.
 */

export class NamePattern {
  readonly #first: string;
  readonly #middle: readonly string[];
  /** Behind the last star; null where there is none. */
  readonly #last: string | null;

  constructor(pattern: string) {
    const [first = '', ...others] = pattern.split('*');
    this.#first = first;
    this.#last = others.pop() ?? null;
    this.#middle = others.filter((part) => part !== '');
  }

  /** Whether the whole name fits. */
  fits(name: string): boolean {
    if (!stands(this.#first, name, 0)) return false;
    let at = this.#first.length;
    if (this.#last === null) return at === name.length;
    // Where a part stands first leaves the most room for those behind it.
    for (const part of this.#middle) {
      const found = find(part, name, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    const end = name.length - this.#last.length;
    return end >= at && stands(this.#last, name, end);
  }
}

function find(part: string, name: string, from: number): number {
  if (!part.includes('?')) return name.indexOf(part, from);
  for (let at = from; at + part.length <= name.length; at++) {
    if (stands(part, name, at)) return at;
  }
  return -1;
}

/** Whether a part without stars stands at a place of the name. */
function stands(part: string, name: string, at: number): boolean {
  if (!part.includes('?')) return name.startsWith(part, at);
  if (at + part.length > name.length) return false;
  for (let index = 0; index < part.length; index++) {
    if (part[index] !== '?' && part[index] !== name[at + index]) return false;
  }
  return true;
}
