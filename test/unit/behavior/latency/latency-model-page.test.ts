/**
 * Holds docs/latency-model.md to the grammar: every example parses, and every figure is what it says.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meanOf, quantileOf } from '../../../../dist/behavior/distributions/describe.js';
import { type ParseResult, parseCount, parseDuration } from '../../../../dist/behavior/grammar/grammar.js';
import { renderMistakeLine } from '../../../../dist/behavior/grammar/mistake.js';
import { NAMES } from '../../../../dist/behavior/grammar/names.js';
import { rowsOf, sectionOf } from '../../../support/page.js';
import { readProjectFile } from '../../../support/source-tree.js';

const page = readProjectFile('docs/latency-model.md');

function example(cell: string | undefined): string {
  return /^`(.+)`$/.exec(cell ?? '')?.[1] ?? assert.fail(`not an example: ${cell}`);
}

function figures(parse: (text: string) => ParseResult, text: string, show: (value: number) => string) {
  const parsed = parse(text);
  assert.ok(parsed.ok, text);
  const quantiles = [0.5, 0.9, 0.99].map((rank) => quantileOf(parsed.distribution, rank));
  return [...quantiles, meanOf(parsed.distribution)].map(show);
}

test('every example of a duration parses, and has the p50, p90, p99 and mean that stand beside it', () => {
  const table = rowsOf(page, 'durations');
  assert.equal(table.length, 7);
  for (const [, cell, ...shown] of table) {
    const text = example(cell);
    // To the millisecond: the page rounds, and the comparison is of texts.
    assert.deepEqual(
      shown.slice(0, 4),
      figures(parseDuration, text, (ms) => `${(ms / 1000).toFixed(3)}s`),
      text,
    );
  }
});

test('every example of a count parses, and has the figures that stand beside it', () => {
  const table = rowsOf(page, 'counts');
  assert.equal(table.length, 7);
  for (const [cell, ...shown] of table) {
    const text = example(cell);
    assert.deepEqual(
      shown,
      figures(parseCount, text, (count) => `${Math.round(count)}`),
      text,
    );
  }
});

test('the table of durations has an example of every function, once', () => {
  const shown = rowsOf(page, 'durations').map(([, cell]) => /^\w+(?=\()/.exec(example(cell))?.[0]);
  assert.deepEqual(
    shown.filter((name) => name !== undefined),
    NAMES,
  );
});

test('the mistakes on the page are shown as the server shows them', () => {
  const blocks = [...sectionOf(page, 'mistake').matchAll(/```\n([\s\S]+?)\n```/g)].map(
    ([, block = '']) => block,
  );
  assert.equal(blocks.length, 3);
  for (const block of blocks) {
    const text = / of "(.+)"\)$/.exec(block)?.[1] ?? '';
    const result = parseDuration(text);
    assert.ok(!result.ok, text);
    assert.equal(renderMistakeLine(text, result.position, result.message), block);
  }
});
