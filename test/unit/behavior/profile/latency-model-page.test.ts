/**
 * Holds docs/latency-model.md and its twin to the code: every example parses, every figure is what it says, and the overrides
 * are all there.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meanOf, quantileOf } from '../../../../dist/behavior/distributions/describe.js';
import { type ParseResult, parseCount, parseDuration } from '../../../../dist/behavior/grammar/grammar.js';
import { renderMistakeLine } from '../../../../dist/behavior/grammar/mistake.js';
import { NAMES } from '../../../../dist/behavior/grammar/names.js';
import { MODEL_PROFILES } from '../../../../dist/behavior/models/model-profiles.js';
import { readFieldValue } from '../../../../dist/behavior/profile/field-value.js';
import { OVERRIDES } from '../../../../dist/behavior/profile/overrides.js';
import { rowsOf, sectionOf } from '../../../support/page.js';
import { readProjectFile } from '../../../support/source-tree.js';

function example(cell: string | undefined): string {
  return /^`(.+)`$/.exec(cell ?? '')?.[1] ?? assert.fail(`not an example: ${cell}`);
}

function figures(parse: (text: string) => ParseResult, text: string, show: (value: number) => string) {
  const parsed = parse(text);
  assert.ok(parsed.ok, text);
  const quantiles = [0.5, 0.9, 0.99].map((rank) => quantileOf(parsed.distribution, rank));
  return [...quantiles, meanOf(parsed.distribution)].map(show);
}

for (const path of ['docs/latency-model.md', 'docs/latency-model.zh-CN.md']) {
  const page = readProjectFile(path);

  test(`${path}: every example of a duration parses, and has the p50, p90, p99 and mean that stand beside it`, () => {
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

  test(`${path}: every example of a count parses, and has the figures that stand beside it`, () => {
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

  test(`${path}: the table of durations has an example of every function, once`, () => {
    const shown = rowsOf(page, 'durations').map(([, cell]) => /^\w+(?=\()/.exec(example(cell))?.[0]);
    assert.deepEqual(
      shown.filter((name) => name !== undefined),
      NAMES,
    );
  });

  test(`${path}: the mistakes are shown as the server shows them`, () => {
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

  test(`${path}: the table of overrides has every one, with its header, its name and an example that is taken`, () => {
    const table = rowsOf(page, 'overrides');
    assert.deepEqual(
      table.map(([header, name]) => [header, name]),
      OVERRIDES.map(({ header, name }) => [`\`${header}\``, `\`${name}\``]),
    );
    for (const [row, { kind, otherHeader }] of OVERRIDES.entries()) {
      const text = example(table[row]?.[2]);
      if (kind === 'seed') assert.match(text, /^\d+$/);
      else assert.equal(readFieldValue(kind, text).ok, true, text);
      if (otherHeader !== null) assert.ok(page.toLowerCase().includes(`\`${otherHeader}\``), otherHeader);
    }
  });

  test(`${path}: every ready-made profile is named`, () => {
    for (const { name } of MODEL_PROFILES) assert.ok(page.includes(`\`${name}\``), name);
  });
}
