// Owns: the worst requests that are known, under the default limits and under the largest, with the settings of each.
// Must never: leave one out because it has become harmless; that it has is what is measured.

import {
  chat,
  completions,
  embeddings,
  filled,
  keys,
  longText,
  messages,
  nearlyStops,
  nested,
  times,
} from './bodies.js';

export interface WorstCase {
  readonly title: string;
  readonly limits: 'default' | 'largest';
  readonly path: string;
  /** Beside those of every server here. */
  readonly settings: Readonly<Record<string, string>>;
  readonly body: () => string;
  /** Whether it is sent as gzip. */
  readonly isPacked?: boolean;
}

const SMALL = 16_384;
const LARGE = 16_777_216;
const CHAT = '/v1/chat/completions';
const COMPLETIONS = '/v1/completions';
const EMBEDDINGS = '/v1/embeddings';
const ECHO = { RESPONSE_CONTENT: 'echo' };
const EXACT = { USAGE: 'exact' };
const U1 = '\\u0001';

type Row = readonly [
  title: string,
  path: string,
  settings: Readonly<Record<string, string>>,
  body: () => string,
];

const BY_DEFAULT: readonly Row[] = [
  ['chat, as it comes', CHAT, {}, () => chat('"model":"m"')],
  ['`{},{},…` in a field that nobody knows', CHAT, {}, () => filled(SMALL, '{}')],
  ['nested arrays', CHAT, {}, () => nested(SMALL)],
  ['distinct keys', CHAT, {}, () => keys(SMALL, 1)],
  ['integer keys, stride 65,536', CHAT, {}, () => keys(SMALL, 65_536)],
  ['embeddings, 2,048 × 3,072', EMBEDDINGS, {}, () => embeddings(2_048, 3_072)],
  ['embeddings, 2,048 × 1,536', EMBEDDINGS, {}, () => embeddings(2_048, 1_536)],
  [
    'embeddings, 2,048 × 3,072, base64',
    EMBEDDINGS,
    {},
    () => embeddings(2_048, 3_072, ',"encoding_format":"base64"'),
  ],
  ['completions, 128 choices × 32,768 tokens', COMPLETIONS, {}, () => completions(16, 8, 32_768)],
  [
    'completions, 128 choices × 10,000 tokens, streamed',
    COMPLETIONS,
    {},
    () => completions(16, 8, 10_000, ',"stream":true'),
  ],
  ['chat, n=8 × 32,768 tokens', CHAT, {}, () => chat('"model":"m;tokens=32768","n":8')],
  ['echo, a `stop` of 7,001 letters', CHAT, ECHO, () => nearlyStops(8_000, 3_500, 1)],
  ['echo, four `stop`s of 2,001 letters', CHAT, ECHO, () => nearlyStops(8_000, 1_000, 4)],
  [
    'echo, n=8 × 32,768 tokens of U+0001',
    CHAT,
    ECHO,
    () => chat('"model":"m;tokens=32768","n":8', times(U1, 64)),
  ],
  [
    'echo, 128 choices × 32,768 tokens of U+0001',
    COMPLETIONS,
    ECHO,
    () => completions(16, 8, 32_768, '', times(U1, 64)),
  ],
  ['`USAGE=exact`, one text', CHAT, EXACT, () => longText(SMALL, 'a1 ')],
  ['`USAGE=exact`, 2,048 inputs', EMBEDDINGS, EXACT, () => embeddings(2_048, 1)],
];

const AT_LARGEST: readonly Row[] = [
  ['`{},{},…` in a field that nobody knows', CHAT, {}, () => filled(LARGE, '{}')],
  ['nested arrays', CHAT, {}, () => nested(LARGE)],
  ['distinct keys', CHAT, {}, () => keys(LARGE, 1)],
  ['integer keys, stride 65,536', CHAT, {}, () => keys(LARGE, 65_536)],
  ['numbers of one digit', CHAT, {}, () => filled(LARGE, '1')],
  ['one text, ASCII', CHAT, {}, () => longText(LARGE, 'hello ')],
  ['one text, Chinese', CHAT, {}, () => longText(LARGE, '你好')],
  ['one text, all escapes', CHAT, {}, () => longText(LARGE, U1)],
  ['messages, 500,000', CHAT, {}, () => messages(500_000)],
  [
    'embeddings, 2,048 inputs of 8 KB × 3,072',
    EMBEDDINGS,
    {},
    () => embeddings(2_048, 3_072, '', times('a', 8_000)),
  ],
  ['echo, one text of escapes', CHAT, ECHO, () => longText(LARGE, U1)],
  ['echo, a `stop` of 8,000,001 letters', CHAT, ECHO, () => nearlyStops(8_000_000, 4_000_000, 1)],
  ['echo, a `stop` of 20,001 letters', CHAT, ECHO, () => nearlyStops(40_000, 10_000, 1)],
  [
    '`USAGE=exact`, 2,048 inputs of 8 KB',
    EMBEDDINGS,
    EXACT,
    () => embeddings(2_048, 4, '', times('a', 8_000)),
  ],
  ['`USAGE=exact`, 200,000 messages', CHAT, EXACT, () => messages(200_000)],
  ['`USAGE=exact`, one text of a million characters', CHAT, EXACT, () => longText(1_000_000, 'a1 ')],
];

function casesOf(limits: WorstCase['limits'], rows: readonly Row[]): WorstCase[] {
  const more: Readonly<Record<string, string>> =
    limits === 'largest' ? { MAX_BODY_BYTES: String(LARGE) } : {};
  return rows.map(([title, path, settings, body]) => ({
    title,
    limits,
    path,
    settings: { ...more, ...settings },
    body,
  }));
}

export const WORST_CASES: readonly WorstCase[] = [
  ...casesOf('default', BY_DEFAULT),
  ...casesOf('largest', AT_LARGEST),
];
