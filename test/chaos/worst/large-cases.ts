// Owns: requests of 32 MiB as somebody may really send them: a long text, a long history, tools without end, images. Pure.

import { chat, longText, messages, nested, times } from './bodies.js';
import type { WorstCase } from './cases.js';

const BODY_BYTES = 33_554_432;
/** As many values as tools may have, each of them twice as an object. */
const EMPTY_OBJECTS = 8_150;

const TOOL_SCHEMA = `{"type":"object","properties":{"city":{"type":"string","enum":["Berlin","Bern"]},"days":{"type":"integer"}}}`;

/** `count` tools that differ in their names alone. */
function tools(count: number): string {
  const one = (index: number) =>
    `{"type":"function","function":{"name":"tool_${index}","description":"${times('d', 400)}","parameters":${TOOL_SCHEMA}}}`;
  return `"tools":[${Array.from({ length: count }, (_, index) => one(index)).join(',')}],"tool_choice":"required"`;
}

/** One tool whose schema has as many and as small values as are allowed, and a long text beside it. */
function denseTool(): string {
  const schema = `{"type":"object","x":[${times('{},', EMPTY_OBJECTS)}0]}`;
  return `"tools":[{"type":"function","function":{"name":"t","parameters":${schema}}}],"tool_choice":"required"`;
}

/** A message with so many images of nearly 300 KB each. */
function images(count: number): string {
  const image = `{"type":"image_url","image_url":{"url":"data:image/png;base64,${times('iVBORw0KGgo', 27_000)}"}}`;
  return `{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"what is this?"},${times(`${image},`, count - 1)}${image}]}]}`;
}

/** Messages with a text each, 32 MiB in all. */
function history(count: number): string {
  const text = times('w ', Math.floor((BODY_BYTES / count - 40) / 2));
  const message = `{"role":"user","content":"${text}"}`;
  return `{"model":"m","messages":[${times(`${message},`, count - 1)}${message}]}`;
}

type Row = readonly [title: string, settings: Readonly<Record<string, string>>, body: () => string];

const ROWS: readonly Row[] = [
  ['one text, ASCII', {}, () => longText(BODY_BYTES, 'hello ')],
  ['one text, Chinese', {}, () => longText(BODY_BYTES, '你好')],
  ['100,000 messages', {}, () => history(100_000)],
  ['150,000 short messages', {}, () => messages(150_000)],
  ['nested arrays', {}, () => nested(BODY_BYTES)],
  ['40,000 tools', {}, () => chat(tools(40_000))],
  ['400 tools and a text', {}, () => chat(tools(400), times('hello ', 5_500_000))],
  ['a tool of 8,150 empty objects, and a text', {}, () => chat(denseTool(), times('hello ', 5_500_000))],
  ['112 images as data URLs', {}, () => images(112)],
  ['echo, one text', { RESPONSE_CONTENT: 'echo' }, () => longText(BODY_BYTES, 'hello ')],
  ['`USAGE=exact`, one text', { USAGE: 'exact' }, () => longText(BODY_BYTES, 'hello ')],
];

function caseOf([title, settings, body]: Row, isPacked = false): WorstCase {
  const all = { MAX_BODY_BYTES: '64MiB', ...settings };
  return { title, limits: 'largest', path: '/v1/chat/completions', settings: all, body, isPacked };
}

export const LARGE_CASES: readonly WorstCase[] = [
  ...ROWS.map((row) => caseOf(row)),
  caseOf(['one text, as gzip', {}, () => longText(BODY_BYTES, 'hello ')], true),
  caseOf(['a bomb of 512 MiB, as gzip', {}, () => longText(16 * BODY_BYTES - 1_000, 'hello ')], true),
];
