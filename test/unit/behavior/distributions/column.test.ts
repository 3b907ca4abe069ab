import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COLUMN_ROWS_MAX, parseColumn } from '../../../../dist/behavior/distributions/column.js';

function read(text: string, column: string | null = null, more: { max?: number; factor?: number } = {}) {
  const result = parseColumn(text, { path: 'f.csv', column, max: 1e6, factor: 1, ...more });
  return result.ok ? [...result.values] : result.message;
}

const AZURE =
  'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:50,396,109\n';
const BURST =
  'Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,Conversation log\n';

test("the output tokens of Azure's traces and of BurstGPT are found by their names", () => {
  assert.deepEqual(read(AZURE), [44, 109]);
  assert.deepEqual(read(BURST), [18]);
  assert.deepEqual(read('input_tokens,output_tokens\n1,2\n'), [2]);
});

test('a column is chosen by its name, however it is written, or by its number', () => {
  assert.deepEqual(read(AZURE, 'contexttokens'), [374, 396]);
  assert.deepEqual(read(BURST, 'Request_Tokens'), [472]);
  assert.deepEqual(read(AZURE, '2'), [374, 396]);
});

test('one column needs no name, with or without a head', () => {
  assert.deepEqual(read('1\n2.5\n\n3e2\n'), [1, 2.5, 300]);
  assert.deepEqual(read('ms\r\n1\r\n2\r\n'), [1, 2]);
  assert.deepEqual(read('\ufeffms\n1'), [1]);
});

test('semicolons, tabs and quotes are taken as well', () => {
  assert.deepEqual(read('a;b\n1;2\n', 'b'), [2]);
  assert.deepEqual(read('a\tb\n1\t2\n', 'b'), [2]);
  assert.deepEqual(read('"a, the first",b\n"x, y",2\n', 'b'), [2]);
});

test('numbers are brought to the unit of the distribution', () => {
  assert.deepEqual(read('0.5\n2\n', null, { factor: 1000 }), [500, 2000]);
});

for (const [text, column, message] of [
  ['', null, 'f.csv: expected a table of numbers, got nothing'],
  ['\n \n', null, 'f.csv: expected a table of numbers, got nothing'],
  ['a,b\n1,2\n', null, 'f.csv:1: expected one column, or which of "a", "b" is meant'],
  ['1,2\n', null, 'f.csv:1: expected one column, or which of 1 to 2 is meant'],
  ['a,b\n1,2\n', 'c', 'f.csv:1: expected a column of "a", "b", got "c"'],
  ['a,b\n1,2\n', '3', 'f.csv:1: expected a column of "a", "b", got "3"'],
  ['a\n', null, 'f.csv:1: expected a number below the names of the columns, got nothing'],
  ['a\n1\n\nx\n', null, 'f.csv:4: expected a number in column 1, got "x"'],
  ['a\n-1\n', null, 'f.csv:2: expected a number in column 1, got "-1"'],
  ['a,b\n1\n', 'b', 'f.csv:2: expected a number in column 2, got nothing'],
  ['a\n1000001\n', null, 'f.csv:2: expected a smaller number in column 1, got "1000001"'],
  [`a\n${'y'.repeat(50)}\n`, null, `f.csv:2: expected a number in column 1, got "${'y'.repeat(40)}…"`],
] as const) {
  test(`told with its line: ${message}`, () => assert.equal(read(text, column), message));
}

test('rows have a maximum', () => {
  const most = '1\n'.repeat(COLUMN_ROWS_MAX);
  assert.equal(read(most).length, COLUMN_ROWS_MAX);
  assert.equal(
    read(`${most}1\n`),
    `f.csv:${COLUMN_ROWS_MAX + 1}: expected at most ${COLUMN_ROWS_MAX} rows, got more`,
  );
});
