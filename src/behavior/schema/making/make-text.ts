/**
 * Makes the strings of a value: by pattern, by format, by what the property is called, or of plain words. Pure.
 */
import { lengthOf } from '../basis/json.js';
import { ATTEMPTS_MAX, STRING_CHARACTERS_MAX } from '../basis/limits.js';
import { giveUp } from '../basis/problem.js';
import { numberOf } from '../reading/keywords.js';
import { makePatternText } from '../regex/pattern-text.js';
import { drawWord, drawWords } from '../words/draw.js';
import { FORMATS } from '../words/formats.js';
import { isLongNamed, textNamed } from '../words/names.js';
import type { Joined, Room } from './room.js';
import { textTokens } from './tokens.js';

const CHARACTERS_PER_TOKEN = 6;
/** Of a text that nobody asked to be long. */
const WORDS_MAX = 3;
/** An e-mail's local part and a host's label are stretched by whole labels. */
const STRETCHED: ReadonlyMap<string, (text: string, more: string) => string> = new Map([
  ['email', (text, more) => `${more}${text}`],
  ['idn-email', (text, more) => `${more}${text}`],
  ['uri', (text, more) => `${text}${more}`],
  ['iri', (text, more) => `${text}${more}`],
  ['url', (text, more) => `${text}${more}`],
  ['uri-reference', (text, more) => `${text}${more}`],
]);

interface Demands {
  readonly min: number;
  readonly max: number;
  readonly patterns: readonly string[];
  readonly formats: readonly string[];
  readonly path: string;
}

function demandsOf({ leaves }: Joined): Demands {
  let [min, max, path] = [0, Infinity, ''];
  const patterns: string[] = [];
  const formats: string[] = [];
  for (const { schema, path: place } of leaves) {
    path = place;
    min = Math.max(min, numberOf(schema, 'minLength') ?? 0);
    max = Math.min(max, numberOf(schema, 'maxLength') ?? Infinity);
    if (typeof schema.pattern === 'string') patterns.push(schema.pattern);
    if (typeof schema.format === 'string' && FORMATS.has(schema.format)) formats.push(schema.format);
  }
  return { min, max, patterns, formats, path };
}

export function makeText(joined: Joined, room: Room): string {
  const demands = demandsOf(joined);
  const { min, max, path } = demands;
  if (min > max) giveUp(`No string has at least ${min} and at most ${max} characters.`, path);
  if (min > STRING_CHARACTERS_MAX)
    giveUp(`Expected a minLength of at most ${STRING_CHARACTERS_MAX} here.`, path);
  const text = draw(joined, demands, room);
  room.work.write(text.length, path);
  room.tokens.made += textTokens(text);
  return text;
}

function draw(joined: Joined, demands: Demands, room: Room): string {
  const { patterns, formats, min, max } = demands;
  const { random } = room;
  if (formats.length > 0) {
    const text = tryMake(demands, room, () => formatted(formats[0] as string, demands, room));
    if (text !== null) return text;
  }
  if (patterns.length > 0) {
    const wanted = joined.tokens > WORDS_MAX * 2 ? joined.tokens * CHARACTERS_PER_TOKEN : null;
    const pattern = room.patterns.read(patterns[0] as string, demands.path);
    const lengths = { min, max: Math.min(max, STRING_CHARACTERS_MAX), wanted };
    const text = tryMake(demands, room, () =>
      makePatternText(pattern, random, lengths, room.work, demands.path),
    );
    if (text !== null) return text;
  }
  if (formats.length + patterns.length > 0)
    giveUp('No string was found that has the format, pattern and length.', demands.path);
  const named = textNamed(joined.name, random);
  const length = named === null ? 0 : lengthOf(named);
  return named !== null && length >= min && length <= max ? named : plain(joined, demands, room);
}

/** What is made until it meets all demands; null where it did not. */
function tryMake(
  { min, max, patterns, formats, path }: Demands,
  room: Room,
  make: () => string,
): string | null {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const text = make();
    room.work.step(path);
    const length = lengthOf(text);
    if (length < min || length > max) continue;
    if (!formats.every((format) => FORMATS.get(format)?.test(text))) continue;
    if (patterns.every((pattern) => room.patterns.has(pattern, text, path))) return text;
  }
  return null;
}

function formatted(format: string, { min, max }: Demands, { random }: Room): string {
  const text = FORMATS.get(format)?.make(random) as string;
  const missing = min - text.length;
  const stretch = STRETCHED.get(format);
  if (missing > 0 && stretch !== undefined) return stretch(text, 'a'.repeat(missing));
  // The shortest e-mail and URI that are usual.
  if (text.length > max && format === 'email') return `${drawWord(random).charAt(0)}@b.co`;
  if (text.length > max && format === 'uri') return `${drawWord(random).charAt(0)}:a`;
  return text;
}

/** Of words, as many as tokens are wanted, within the bounds of its length. */
function plain({ tokens, name }: Joined, { min, max }: Demands, { random }: Room): string {
  const most = Math.min(max, STRING_CHARACTERS_MAX);
  const few = isLongNamed(name) ? WORDS_MAX * 2 : 1;
  const count = Math.max(few, Math.min(Math.round(tokens), Math.ceil(most / 2)));
  let text = drawWords(random, Math.max(1, count));
  while (text.length < min) text += ` ${drawWord(random)}`;
  if (text.length <= most) return text;
  const end = text.lastIndexOf(' ', most);
  const cut = text.slice(0, end >= Math.max(min, 1) ? end : most);
  // Neither with a blank at its end.
  return cut.endsWith(' ') ? `${cut.slice(0, -1)}s` : cut;
}
