/**
 * Compares a text with a pattern, by backtracking within bounds: what takes too long is unknown rather than waited for. Pure.
 *
 * Runs of one character set are compared in a loop, so the depth of calls follows the groups of a pattern, not the text's length.
 */
import { MATCH_DEPTH_MAX, MATCH_STEPS_MAX } from '../basis/limits.js';
import type { Work } from '../basis/work.js';
import { isWordPoint } from './character-set.js';
import type { Pattern, Piece } from './pattern.js';

type Next = (at: number) => boolean;
type Repeat = Extract<Piece, { kind: 'repeat' }>;

/** Thrown within the comparison alone. */
const TOO_MUCH = Symbol('too much');

function unitsOf(text: string, unicode: boolean): readonly number[] {
  if (!unicode) return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return Array.from(text, (character) => character.codePointAt(0) as number);
}

class Matcher {
  steps = 0;
  #depth = 0;
  readonly #groups = new Map<number, readonly [number, number]>();

  constructor(private readonly units: readonly number[]) {}

  run(piece: Piece, at: number, next: Next): boolean {
    if (++this.steps > MATCH_STEPS_MAX || this.#depth >= MATCH_DEPTH_MAX) throw TOO_MUCH;
    this.#depth++;
    const found = this.#compare(piece, at, next);
    this.#depth--;
    return found;
  }

  #compare(piece: Piece, at: number, next: Next): boolean {
    const { units } = this;
    switch (piece.kind) {
      case 'set':
        return at < units.length && piece.set.has(units[at] as number) && next(at + 1);
      case 'sequence':
        return this.#sequence(piece.pieces, 0, at, next);
      case 'choice':
        return piece.options.some((option) => this.run(option, at, next));
      case 'repeat':
        return piece.piece.kind === 'set' ? this.#runOf(piece, at, next) : this.#repeat(piece, 0, at, next);
      case 'group':
        return this.#group(piece.piece, piece.index, at, next);
      case 'back':
        return this.#back(piece.indexes, at, next);
      case 'edge':
        return at === (piece.end ? units.length : 0) && next(at);
      case 'word':
        return (isWordPoint(units[at - 1]) !== isWordPoint(units[at])) !== piece.negate && next(at);
      case 'look':
        return this.#looks(piece.piece, piece.behind, at) !== piece.negate && next(at);
    }
  }

  #sequence(pieces: readonly Piece[], from: number, at: number, next: Next): boolean {
    let index = from;
    let place = at;
    for (; index < pieces.length; index++, place++) {
      const piece = pieces[index] as Piece;
      if (piece.kind !== 'set')
        return this.run(piece, place, (end) => this.#sequence(pieces, index + 1, end, next));
      this.steps++;
      if (place >= this.units.length || !piece.set.has(this.units[place] as number)) return false;
    }
    return next(place);
  }

  /** One set, again and again. */
  #runOf({ piece, times, greedy }: Repeat, at: number, next: Next): boolean {
    if (piece.kind !== 'set') return false;
    const most = Math.min(times.max, this.units.length - at);
    let count = 0;
    while (count < most && piece.set.has(this.units[at + count] as number)) count++;
    this.steps += count;
    if (greedy) {
      for (let taken = count; taken >= times.min; taken--) if (this.#goes(next, at + taken)) return true;
    } else {
      for (let taken = times.min; taken <= count; taken++) if (this.#goes(next, at + taken)) return true;
    }
    return false;
  }

  #goes(next: Next, at: number): boolean {
    if (++this.steps > MATCH_STEPS_MAX) throw TOO_MUCH;
    return next(at);
  }

  #repeat(repeat: Repeat, count: number, at: number, next: Next): boolean {
    const { piece, times, greedy } = repeat;
    const enough = count >= times.min;
    if (!greedy && enough && next(at)) return true;
    const again = (end: number): boolean => {
      // A turn that took nothing could be taken without end: it stands for all that are left.
      if (end === at) return !enough && next(end);
      return this.#repeat(repeat, count + 1, end, next);
    };
    if (count < times.max && this.run(piece, at, again)) return true;
    return greedy && enough && next(at);
  }

  #group(piece: Piece, index: number, at: number, next: Next): boolean {
    return this.run(piece, at, (end) => {
      const before = this.#groups.get(index);
      this.#groups.set(index, [at, end]);
      if (next(end)) return true;
      if (before === undefined) this.#groups.delete(index);
      else this.#groups.set(index, before);
      return false;
    });
  }

  /** A group that took no part is nothing. */
  #back(indexes: readonly number[], at: number, next: Next): boolean {
    const [from, to] = indexes
      .map((index) => this.#groups.get(index))
      .find((range) => range !== undefined) ?? [0, 0];
    const { units } = this;
    this.steps += to - from;
    for (let offset = 0; offset < to - from; offset++) {
      if (units[at + offset] !== units[from + offset]) return false;
    }
    return next(at + to - from);
  }

  #looks(piece: Piece, behind: boolean, at: number): boolean {
    if (!behind) return this.run(piece, at, () => true);
    const nearest = Math.max(0, at - piece.min);
    const farthest = Math.max(0, at - piece.max);
    for (let start = nearest; start >= farthest; start--) {
      if (this.run(piece, start, (end) => end === at)) return true;
    }
    return false;
  }
}

/** Whether the pattern is found anywhere in the text; null where finding out would take too long. */
export function matchPattern(
  { root, unicode }: Pattern,
  text: string,
  work: Work,
  path: string,
): boolean | null {
  const units = unitsOf(text, unicode);
  const matcher = new Matcher(units);
  try {
    for (let at = 0; at <= units.length - root.min; at++) if (matcher.run(root, at, () => true)) return true;
    return false;
  } catch (error) {
    if (error === TOO_MUCH) return null;
    throw error;
  } finally {
    work.step(path, matcher.steps);
  }
}
