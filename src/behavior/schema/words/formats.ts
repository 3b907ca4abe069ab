/**
 * The formats of JSON Schema, and those that OpenAPI adds: how a text of each is made, and how one is told. Pure.
 *
 * A format that is not here is an annotation, as the drafts say. The tests are as strict as those of ajv-formats where it matters:
 * they tell the branches of a `oneOf` apart. None of them can backtrack without end.
 */
import type { Random } from '../../random/random.js';
import { drawDigits, drawFrom, drawHex, drawWhole, drawWord, two } from './draw.js';

interface Format {
  readonly make: (random: Random) => string;
  readonly test: (text: string) => boolean;
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(z|[+-]\d\d:?\d\d)?$/i;
const OFFSET = /(?:z|[+-]\d\d:?\d\d)$/i;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const HOST_CHARACTERS_MAX = 253;
const HOST = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const URI = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]*$/i;
const REFERENCE = /^[^\s<>"{}|\\^`]*$/;
const POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/;
const DURATION = /^P(?!$)(?:\d+W|(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$/;
const UUID = /^(?:urn:uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** The least of all months: every one of them has so many. */
const DAYS_MIN = 28;

function makeDate(random: Random): string {
  return `${drawWhole(random, 2020, 2026)}-${two(drawWhole(random, 1, 12))}-${two(drawWhole(random, 1, DAYS_MIN))}`;
}

function makeTime(random: Random): string {
  return `${two(drawWhole(random, 0, 23))}:${two(drawWhole(random, 0, 59))}:${two(drawWhole(random, 0, 59))}Z`;
}

function makeHost(random: Random): string {
  return `${drawWord(random)}.${drawFrom(random, ['example.com', 'example.org', 'example.net'])}`;
}

function makeUuid(random: Random): string {
  const variant = drawFrom(random, ['8', '9', 'a', 'b']);
  const [a, b, c, d, e] = [8, 4, 3, 3, 12].map((count) => drawHex(random, count));
  return `${a}-${b}-4${c}-${variant}${d}-${e}`;
}

function isDate(text: string): boolean {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (month === 2 && !isLeap ? DAYS_MIN : (DAYS[month - 1] ?? 0));
}

function isTime(text: string): boolean {
  const [, hours, minutes, seconds] = TIME.exec(text) ?? [];
  return hours !== undefined && Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60;
}

function isDateTime(text: string): boolean {
  return /^[t\s]$/i.test(text.charAt(10)) && isDate(text.slice(0, 10)) && isTime(text.slice(11));
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
}

function isIpv6(text: string): boolean {
  const [ahead, behind, ...more] = text.split('::');
  if (more.length > 0) return false;
  const groups = [ahead, behind].flatMap((side) => (side ? side.split(':') : []));
  const isShort = behind !== undefined;
  return (
    groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) &&
    (isShort ? groups.length < 8 : groups.length === 8)
  );
}

function isHost(text: string): boolean {
  return text.length <= HOST_CHARACTERS_MAX && HOST.test(text);
}

function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  return at > 0 && LOCAL.test(text.slice(0, at)) && isHost(text.slice(at + 1));
}

function hasOffset(text: string): boolean {
  return OFFSET.test(text);
}

const anything = (): boolean => true;
const email: Format = {
  make: (random) => `${drawWord(random)}.${drawWord(random)}@example.com`,
  test: isEmail,
};
const host: Format = { make: makeHost, test: isHost };
const uri: Format = {
  make: (random) => `https://${makeHost(random)}/${drawWord(random)}`,
  test: (text) => URI.test(text),
};
const reference: Format = {
  make: (random) => `/${drawWord(random)}/${drawWord(random)}`,
  test: (text) => REFERENCE.test(text),
};
const base64: Format = {
  make: (random) => Buffer.from(`${drawWord(random)} ${drawWord(random)}`).toString('base64'),
  test: (text) => text.length % 4 === 0 && BASE64.test(text),
};

export const FORMATS: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['date', { make: makeDate, test: isDate }],
  ['time', { make: makeTime, test: (text) => isTime(text) && hasOffset(text) }],
  ['iso-time', { make: makeTime, test: isTime }],
  [
    'date-time',
    {
      make: (random) => `${makeDate(random)}T${makeTime(random)}`,
      test: (text) => isDateTime(text) && hasOffset(text),
    },
  ],
  ['iso-date-time', { make: (random) => `${makeDate(random)}T${makeTime(random)}`, test: isDateTime }],
  [
    'duration',
    {
      make: (random) => `P${drawWhole(random, 1, 9)}DT${drawWhole(random, 1, 23)}H`,
      test: (text) => DURATION.test(text),
    },
  ],
  ['email', email],
  ['idn-email', email],
  ['hostname', host],
  ['idn-hostname', host],
  [
    'ipv4',
    {
      // Of the blocks that RFC 5737 and RFC 3849 keep for examples.
      make: (random) => `192.0.2.${drawWhole(random, 1, 254)}`,
      test: isIpv4,
    },
  ],
  ['ipv6', { make: (random) => `2001:db8::${drawHex(random, 3).replace(/^0+(?=.)/, '')}`, test: isIpv6 }],
  ['uri', uri],
  ['iri', uri],
  ['url', uri],
  ['uri-reference', reference],
  ['iri-reference', reference],
  ['uri-template', { make: (random) => `/${drawWord(random)}/{${drawWord(random)}}`, test: anything }],
  ['uuid', { make: makeUuid, test: (text) => UUID.test(text) }],
  [
    'json-pointer',
    {
      make: (random) => `/${drawWord(random)}/${drawWhole(random, 0, 9)}`,
      test: (text) => POINTER.test(text),
    },
  ],
  [
    'json-pointer-uri-fragment',
    { make: (random) => `#/${drawWord(random)}`, test: (text) => text.startsWith('#') },
  ],
  [
    'relative-json-pointer',
    { make: (random) => `${drawWhole(random, 0, 3)}/${drawWord(random)}`, test: anything },
  ],
  ['regex', { make: (random) => `^${drawWord(random)}[0-9]{${drawDigits(random, 1)}}$`, test: anything }],
  ['byte', base64],
]);

/** Formats of numbers. */
export const INTEGER_FORMATS: ReadonlyMap<unknown, readonly [min: number, max: number]> = new Map([
  ['int32', [-(2 ** 31), 2 ** 31 - 1]],
  ['int64', [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]],
]);
