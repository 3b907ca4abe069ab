import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSize, sizeText, sizeWords } from '../../../../dist/config/values/size.js';

const WRITTEN: readonly (readonly [text: string, bytes: number])[] = [
  ['0', 0],
  ['1', 1],
  ['1001', 1_001],
  ['20kB', 20_000],
  ['16KiB', 16_384],
  ['512MB', 512_000_000],
  ['4MiB', 4_194_304],
  ['3GB', 3_000_000_000],
  ['2GiB', 2_147_483_648],
];

test('a size is bytes, or a whole number of a unit, and is written in the largest unit that fits', () => {
  for (const [text, bytes] of WRITTEN) {
    assert.equal(parseSize(text), bytes);
    assert.equal(sizeText(bytes), text);
  }
});

test('a unit of another case, a blank, a fraction, or anything else is no size', () => {
  for (const text of [
    '',
    ' 1',
    '4mib',
    '4 MiB',
    '4M',
    '4Mi',
    '1.5MiB',
    '4MiBs',
    'MiB',
    '04MiB',
    '-1kB',
    '1e3',
  ]) {
    assert.equal(parseSize(text), undefined, text);
  }
});

test('in a sentence a bare number has its unit', () => {
  assert.deepEqual([1, 100, 16_384].map(sizeWords), ['1 byte', '100 bytes', '16KiB']);
});
