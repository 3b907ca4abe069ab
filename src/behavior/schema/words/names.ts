/**
 * Values that look like what a property is called: a city for `city`, an amount for `totalPrice`. Pure, a table of rows. Nothing
 * depends on it: a value that the schema does not allow is made in another way.
 */
import type { Random } from '../../random/random.js';
import { drawDigits, drawFrom, drawHex, drawWhole, drawWords } from './draw.js';
import { FORMATS } from './formats.js';

type TextOf = (random: Random) => string;
/** Least, most, and decimal places. */
type NumbersOf = readonly [min: number, max: number, places: number];

const FIRST = ['Ada', 'Alan', 'Grace', 'Edsger', 'Barbara', 'Donald', 'Leslie', 'Tony', 'Frances', 'Niklaus'];
const LAST = [
  'Lovelace',
  'Turing',
  'Hopper',
  'Dijkstra',
  'Liskov',
  'Knuth',
  'Lamport',
  'Hoare',
  'Allen',
  'Wirth',
];
const CITIES = [
  'Paris',
  'Tokyo',
  'Berlin',
  'Lima',
  'Nairobi',
  'Oslo',
  'Toronto',
  'Singapore',
  'Madrid',
  'Sydney',
];
const COUNTRIES = [
  'France',
  'Japan',
  'Germany',
  'Peru',
  'Kenya',
  'Norway',
  'Canada',
  'Singapore',
  'Spain',
  'Australia',
];

const from =
  (values: readonly string[]): TextOf =>
  (random) =>
    drawFrom(random, values);
const format =
  (name: string): TextOf =>
  (random) =>
    FORMATS.get(name)?.make(random) as string;

const person: TextOf = (random) => `${drawFrom(random, FIRST)} ${drawFrom(random, LAST)}`;
const url = format('uri');
const dateTime = format('date-time');

const TEXTS: ReadonlyMap<string, TextOf> = new Map<string, TextOf>([
  ['name', person],
  ['author', person],
  ['username', (random) => `user_${drawDigits(random, 4)}`],
  ['firstname', from(FIRST)],
  ['lastname', from(LAST)],
  ['email', format('email')],
  ['phone', (random) => `+1 555 01${drawDigits(random, 2)}`],
  ['city', from(CITIES)],
  ['location', from(CITIES)],
  ['country', from(COUNTRIES)],
  [
    'address',
    (random) => `${drawWhole(random, 1, 200)} ${drawFrom(random, ['Main', 'Park', 'Lake'])} Street`,
  ],
  ['street', (random) => `${drawWhole(random, 1, 200)} ${drawFrom(random, ['Main', 'Park', 'Lake'])} Street`],
  ['zip', (random) => drawDigits(random, 5)],
  ['postcode', (random) => drawDigits(random, 5)],
  ['timezone', from(['UTC', 'Europe/Paris', 'Asia/Tokyo', 'America/Toronto'])],
  ['currency', from(['USD', 'EUR', 'JPY', 'CNY', 'GBP'])],
  ['language', from(['en', 'fr', 'de', 'ja', 'zh'])],
  ['unit', from(['celsius', 'metric', 'meters', 'percent'])],
  ['color', from(['red', 'green', 'blue', 'yellow', 'white'])],
  ['id', (random) => drawHex(random, 8)],
  ['uuid', format('uuid')],
  ['date', format('date')],
  ['day', format('date')],
  ['time', dateTime],
  ['at', dateTime],
  ['timestamp', dateTime],
  ['url', url],
  ['uri', url],
  ['link', url],
  ['website', url],
  ['path', format('uri-reference')],
  ['ip', format('ipv4')],
  ['title', (random) => drawWords(random, 4)],
]);

const NUMBERS: ReadonlyMap<string, NumbersOf> = new Map<string, NumbersOf>([
  ['age', [18, 90, 0]],
  ['year', [1990, 2026, 0]],
  ['month', [1, 12, 0]],
  ['day', [1, 28, 0]],
  ['hour', [0, 23, 0]],
  ['minute', [0, 59, 0]],
  ['count', [1, 20, 0]],
  ['quantity', [1, 20, 0]],
  ['limit', [5, 50, 0]],
  ['page', [1, 10, 0]],
  ['price', [1, 500, 2]],
  ['amount', [1, 500, 2]],
  ['total', [1, 500, 2]],
  ['score', [0, 1, 2]],
  ['confidence', [0, 1, 2]],
  ['probability', [0, 1, 2]],
  ['rating', [1, 5, 1]],
  ['percent', [0, 100, 1]],
  ['percentage', [0, 100, 1]],
  ['temperature', [-10, 35, 1]],
  ['humidity', [10, 100, 0]],
  ['latitude', [-60, 60, 4]],
  ['lat', [-60, 60, 4]],
  ['longitude', [-180, 180, 4]],
  ['lon', [-180, 180, 4]],
  ['lng', [-180, 180, 4]],
]);
/** What such a property says goes on for as long as is wanted. */
const LONG = new Set([
  ...[
    'description',
    'summary',
    'content',
    'text',
    'body',
    'message',
    'answer',
    'reason',
    'reasoning',
    'explanation',
  ],
  ...['notes', 'thought', 'analysis', 'output', 'response', 'details', 'comment'],
]);
/** Nobody names a property with more. */
const KEY_CHARACTERS_MAX = 64;

/** The whole name in small letters without signs, and its last word: `firstName` is `firstname` and `name`. */
function wordsOf(key: string): readonly [string, string] {
  if (key.length > KEY_CHARACTERS_MAX) return ['', ''];
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  return [words.join(''), words.at(-1) ?? ''];
}

function find<T>(rows: ReadonlyMap<string, T>, key: string): T | null {
  const [whole, last] = wordsOf(key);
  return rows.get(whole) ?? rows.get(last) ?? null;
}

/** A text that goes with the name; null where the name says nothing. */
export function textNamed(key: string, random: Random): string | null {
  return find(TEXTS, key)?.(random) ?? null;
}

export function numbersNamed(key: string): NumbersOf | null {
  return find(NUMBERS, key);
}

export function isLongNamed(key: string): boolean {
  return LONG.has(wordsOf(key)[1]);
}

export function isTextNamed(key: string): boolean {
  return find(TEXTS, key) !== null;
}

/** Names for properties that nobody declared. */
export const NAMES = [
  'title',
  'summary',
  'status',
  'category',
  'count',
  'score',
  'details',
  'language',
  'notes',
  'date',
];
