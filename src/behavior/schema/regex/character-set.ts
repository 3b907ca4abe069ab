/**
 * What one place of a pattern may hold: which characters belong to it, exactly, and a few plain ones of them to draw from. Pure.
 */
import type { AST } from '@eslint-community/regexpp';
import type { Random } from '../../random/random.js';

/** Drawn from each range of a class. */
const RANGE_SAMPLES_MAX = 64;
const SMALL = span(0x61, 0x7a);
const DIGITS = span(0x30, 0x39);
const PLAIN = [...SMALL, ...SMALL, ...DIGITS, 0x20];
const PRINTABLE = span(0x20, 0x7e);
/** From many scripts, controls first: a property such as `\p{Lu}` or `\p{Script=Greek}` finds one of its own here. */
const WIDE = [
  ...span(0x00, 0x1f),
  ...span(0xa0, 0x2ff),
  ...span(0x370, 0x5ff),
  ...span(0x600, 0x6ff),
  ...span(0x900, 0x97f),
  ...span(0xe00, 0xe5b),
  ...span(0x2000, 0x2300),
  ...span(0x3041, 0x30ff),
  ...span(0x4e00, 0x4e80),
  ...span(0xac00, 0xac40),
  ...span(0x1f600, 0x1f64f),
];

/** Code points are numbers here, in patterns without the flag `u` UTF-16 units. */
export interface CharacterSet {
  has(point: number): boolean;
  /** One that belongs to it; null where none is known. */
  pick(random: Random): number | null;
}

interface Part {
  readonly has: (point: number) => boolean;
  /** Plain ones that belong to it. */
  readonly samples: readonly number[];
}

function span(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

class Samples implements CharacterSet {
  #known: readonly number[] | null = null;

  constructor(
    readonly has: (point: number) => boolean,
    private readonly first: readonly number[],
  ) {}

  pick(random: Random): number | null {
    this.#known ??= this.#find();
    const known = this.#known;
    return known.length === 0 ? null : (known[random.nextWord() % known.length] as number);
  }

  /** The plainest ones that there are. */
  #find(): readonly number[] {
    for (const points of [this.first, PLAIN, PRINTABLE, WIDE]) {
      const own = points.filter(this.has);
      if (own.length > 0) return own;
    }
    return [];
  }
}

function isWord(point: number): boolean {
  return (
    (point >= 0x61 && point <= 0x7a) ||
    (point >= 0x41 && point <= 0x5a) ||
    (point >= 0x30 && point <= 0x39) ||
    point === 0x5f
  );
}

function isLineEnd(point: number): boolean {
  return point === 0x0a || point === 0x0d || point === 0x2028 || point === 0x2029;
}

/** What `\b` looks at. */
export function isWordPoint(point: number | undefined): boolean {
  return point !== undefined && isWord(point);
}

function rangePart(min: number, max: number): Part {
  const has = (point: number): boolean => point >= min && point <= max;
  if (max - min < RANGE_SAMPLES_MAX) return { has, samples: span(min, max) };
  const printable = PRINTABLE.filter(has);
  return { has, samples: printable.length > 0 ? printable : span(min, min + RANGE_SAMPLES_MAX) };
}

interface EscapePart extends Part {
  /** Of all that do not belong to it. */
  readonly others: readonly number[];
}

const ESCAPES: Record<string, EscapePart> = {
  digit: { has: (point) => point >= 0x30 && point <= 0x39, samples: DIGITS, others: SMALL },
  word: { has: isWord, samples: [...SMALL, ...DIGITS], others: [0x20, 0x2d] },
  space: {
    has: (point) => /\s/.test(String.fromCodePoint(point)),
    samples: [0x20],
    others: [...SMALL, ...DIGITS],
  },
};

/** The name was checked when the pattern was parsed; one character against one property costs the same whatever the client wrote. */
function propertyPart(raw: string): Part {
  const expression = new RegExp(raw, 'u');
  return { has: (point) => expression.test(String.fromCodePoint(point)), samples: [] };
}

function escapePart(set: AST.EscapeCharacterSet): Part {
  const part = ESCAPES[set.kind] as EscapePart;
  return set.negate ? { has: (point) => !part.has(point), samples: part.others } : part;
}

/** Null for what only the flag `v` has. */
function partOf(element: AST.CharacterClassElement): Part | null {
  switch (element.type) {
    case 'Character':
      return rangePart(element.value, element.value);
    case 'CharacterClassRange':
      return rangePart(element.min.value, element.max.value);
    case 'CharacterSet':
      return element.kind === 'property' ? propertyPart(element.raw) : escapePart(element);
    default:
      return null;
  }
}

/** @returns null for what only the flag `v` has */
export function characterSetOf(
  node: AST.Character | AST.CharacterSet | AST.CharacterClass,
): CharacterSet | null {
  if (node.type === 'CharacterSet' && node.kind === 'any')
    return new Samples((point) => !isLineEnd(point), PLAIN);
  if (node.type !== 'CharacterClass') {
    const part = partOf(node as AST.CharacterClassElement);
    return part && new Samples(part.has, part.samples);
  }
  const parts = node.elements.map(partOf);
  if (parts.includes(null)) return null;
  const known = parts as Part[];
  const has = (point: number): boolean => known.some((part) => part.has(point));
  if (node.negate) return new Samples((point) => !has(point), PLAIN);
  return new Samples(
    has,
    known.flatMap(({ samples }) => samples),
  );
}
