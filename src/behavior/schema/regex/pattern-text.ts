/**
 * Makes a text for a pattern: of about the wanted length where the pattern leaves a choice. Pure.
 */
import type { Random } from '../../random/random.js';
import { lengthOf } from '../basis/json.js';
import { PATTERN_ATTEMPTS_MAX, PATTERN_TEXT_CHARACTERS_MAX } from '../basis/limits.js';
import { giveUp } from '../basis/problem.js';
import type { Work } from '../basis/work.js';
import { matchPattern } from './match-pattern.js';
import type { Pattern, Piece } from './pattern.js';

/** Beyond what a pattern needs at least, unless more is wanted. */
const EXTRA_CHARACTERS = 12;
/** One character in so many is one that a look-ahead asks for. */
const HINT_ONE_IN = 3;
const PADDING = 'a';

/** In characters. */
export interface TextLengths {
  readonly min: number;
  /** May be Infinity. */
  readonly max: number;
  readonly wanted: number | null;
}

class Maker {
  readonly #points: number[] = [];
  readonly #groups = new Map<number, readonly number[]>();

  constructor(
    private readonly pattern: Pattern,
    private readonly random: Random,
    private readonly work: Work,
    private readonly path: string,
  ) {}

  text(): string {
    return this.#points.map((point) => String.fromCodePoint(point)).join('');
  }

  make(piece: Piece, wanted: number): void {
    this.work.step(this.path);
    if (piece.kind === 'set') this.#character(piece);
    else if (piece.kind === 'sequence')
      this.#spread(piece.pieces.length, (index) => piece.pieces[index] as Piece, wanted);
    else if (piece.kind === 'choice') this.make(this.#option(piece.options, wanted), wanted);
    else if (piece.kind === 'repeat') this.#repeat(piece, wanted);
    else if (piece.kind === 'group') this.#group(piece, wanted);
    else if (piece.kind === 'back') this.#back(piece);
    // All others take no characters: the comparison finds out whether they hold.
  }

  #group({ piece, index }: Extract<Piece, { kind: 'group' }>, wanted: number): void {
    const from = this.#points.length;
    this.make(piece, wanted);
    this.#groups.set(index, this.#points.slice(from));
  }

  #back({ indexes }: Extract<Piece, { kind: 'back' }>): void {
    const said = indexes.map((index) => this.#groups.get(index)).find((points) => points !== undefined);
    for (const point of said ?? []) this.#push(point);
  }

  #push(point: number): void {
    if (this.#points.length >= PATTERN_TEXT_CHARACTERS_MAX)
      giveUp('Pattern asks for too long a text.', this.path);
    this.#points.push(point);
  }

  #character({ set }: Extract<Piece, { kind: 'set' }>): void {
    const hint = this.#hint();
    const point = hint !== null && set.has(hint) ? hint : set.pick(this.random);
    if (point === null) giveUp('Pattern has a class for which no character is known.', this.path);
    this.#push(point);
  }

  #hint(): number | null {
    const { hints } = this.pattern;
    if (hints.length === 0 || this.random.nextWord() % HINT_ONE_IN !== 0) return null;
    return hints[this.random.nextWord() % hints.length]?.pick(this.random) ?? null;
  }

  /** One that can be as long as wanted; else one that comes near it. */
  #option(options: readonly Piece[], wanted: number): Piece {
    const distance = ({ min, max }: Piece): number => Math.max(min - wanted, wanted - max, 0);
    const least = Math.min(...options.map(distance));
    const near = options.filter((option) => distance(option) === least);
    return near[this.random.nextWord() % near.length] as Piece;
  }

  #repeat({ piece, times }: Extract<Piece, { kind: 'repeat' }>, wanted: number): void {
    if (piece.max === 0) {
      if (times.min > 0) this.make(piece, 0);
      return;
    }
    const least = Math.max(times.min, Math.ceil(wanted / piece.max));
    const room = piece.min > 0 ? Math.floor(wanted / piece.min) : wanted;
    const most = Math.min(times.max, Math.max(least, room));
    const count =
      least >= most ? Math.min(least, times.max) : least + (this.random.nextWord() % (most - least + 1));
    // Of turns that may be empty, those beyond the wanted length are.
    this.#spread(piece.min === 0 ? Math.min(count, wanted) : count, () => piece, wanted);
  }

  /** Shares the wanted length out among pieces in a row, none of which gets less or more than it takes. */
  #spread(count: number, pieceAt: (index: number) => Piece, wanted: number): void {
    let extra = wanted;
    let slack = 0;
    let able = 0;
    for (let index = 0; index < count; index++) {
      const { min, max } = pieceAt(index);
      this.work.step(this.path);
      extra -= min;
      if (max > min) {
        slack += Math.min(max - min, PATTERN_TEXT_CHARACTERS_MAX);
        able++;
      }
    }
    extra = Math.max(0, extra);
    for (let index = 0; index < count; index++) {
      const piece = pieceAt(index);
      const own = Math.min(piece.max - piece.min, PATTERN_TEXT_CHARACTERS_MAX);
      if (own === 0) {
        this.make(piece, piece.min);
        continue;
      }
      slack -= own;
      const share = Math.round((extra / able) * (0.5 + this.random.next()));
      const given = Math.min(own, extra, Math.max(share, extra - slack));
      extra -= given;
      able--;
      this.make(piece, piece.min + given);
    }
  }
}

/** Throws a SchemaProblem where no text that matches and is neither too short nor too long was found. */
export function makePatternText(
  pattern: Pattern,
  random: Random,
  { min, max, wanted }: TextLengths,
  work: Work,
  path: string,
): string {
  const { root } = pattern;
  if (root.min > Math.min(max, PATTERN_TEXT_CHARACTERS_MAX)) {
    giveUp(`Pattern asks for a text of at least ${root.min} characters.`, path);
  }
  const least = Math.max(root.min, Math.min(min, root.max));
  const most = Math.min(max, root.max, PATTERN_TEXT_CHARACTERS_MAX);
  for (let attempt = 0; attempt < PATTERN_ATTEMPTS_MAX; attempt++) {
    const extra = random.nextWord() % (EXTRA_CHARACTERS + attempt + 1);
    const length = Math.min(most, Math.max(least, attempt === 0 && wanted !== null ? wanted : least + extra));
    const maker = new Maker(pattern, random, work, path);
    maker.make(root, length);
    const text = pad(maker.text(), min, pattern, work, path);
    const characters = lengthOf(text);
    if (characters < min || characters > max) continue;
    const found = matchPattern(pattern, text, work, path);
    if (found === true || (found === null && !pattern.mayFail)) return text;
  }
  return giveUp('No text was found that matches the pattern.', path);
}

/** A pattern without anchors is found in a longer text, too. */
function pad(text: string, min: number, pattern: Pattern, work: Work, path: string): string {
  const missing = min - lengthOf(text);
  if (missing <= 0) return text;
  const padding = PADDING.repeat(missing);
  for (const padded of [text + padding, padding + text]) {
    if (matchPattern(pattern, padded, work, path) === true) return padded;
  }
  return text;
}
