/**
 * Reads o200k_base, the vocabulary of OpenAI's models since GPT-4o, as the package gpt-tokenizer ships it. Worker threads only: the
 * file is of 3.6 MB, and is read by the first count.
 *
 * A line holds a token in base64, a blank, and its rank; the ranks are 0, 1, 2 …
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Vocabulary } from './vocabulary.js';

const LINE_END = 10;
const BLANK = 32;
const PADDING = 61;
/** Tokens have 18 characters in base64 on average; no line is shorter than "IQ== 0" and its end. */
const LINE_BYTES_MIN = 7;

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** By the code of the character. */
const SEXTETS = new Uint8Array(128);
for (let at = 0; at < BASE64.length; at++) SEXTETS[BASE64.charCodeAt(at)] = at;

/** Throws where the file is missing, or is none. */
export function readVocabulary(): Vocabulary {
  const path = createRequire(import.meta.url).resolve('gpt-tokenizer/data/o200k_base.tiktoken');
  return parseVocabulary(readFileSync(path));
}

/** Throws where the ranks are not in order. */
function parseVocabulary(file: Uint8Array): Vocabulary {
  const bytes = new Uint8Array(file.length);
  const ends = new Int32Array(Math.ceil(file.length / LINE_BYTES_MIN));
  let count = 0;
  let length = 0;
  for (let at = 0; at < file.length; at++) {
    length = decode(file, at, bytes, length);
    at = file.indexOf(BLANK, at) + 1;
    let rank = 0;
    for (; at < file.length && file[at] !== LINE_END; at++) rank = 10 * rank + (file[at] as number) - 48;
    assert.equal(rank, count, 'a vocabulary whose ranks are not in order');
    ends[count++] = length;
  }
  return new Vocabulary(bytes.slice(0, length), ends.slice(0, count));
}

/** The characters from `at` up to a blank or padding, to `into`; gives back where they end there. */
function decode(file: Uint8Array, at: number, into: Uint8Array, end: number): number {
  let bits = 0;
  let value = 0;
  let to = end;
  for (let from = at; ; from++) {
    const character = file[from] as number;
    if (character === BLANK || character === PADDING) return to;
    value = ((value << 6) | (SEXTETS[character] as number)) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    into[to++] = value >>> bits;
  }
}
