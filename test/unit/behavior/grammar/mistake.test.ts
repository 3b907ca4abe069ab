import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderMistakeLine } from '../../../../dist/behavior/grammar/mistake.js';

test('a mistake is shown on one line, with its place, counted from 1, and the text', () => {
  assert.equal(
    renderMistakeLine('uniform(1s;3s)', 10, "expected ',', got ';'"),
    "expected ',', got ';' (at character 11 of \"uniform(1s;3s)\")",
  );
  assert.equal(renderMistakeLine('', 0, 'expected more'), 'expected more (at character 1 of "")');
});

test('control characters and line breaks are not sent to the terminal or into the log', () => {
  assert.equal(renderMistakeLine('x\ny', 2, 'no'), 'no (at character 3 of "x y")');
  assert.equal(renderMistakeLine('a\t\u001b\u202eb', 4, 'no'), 'no (at character 5 of "a \ufffd\ufffdb")');
});

test('of a long text the forty characters on both sides are shown', () => {
  const text = `${'a'.repeat(60)}!${'b'.repeat(60)}`;
  assert.equal(
    renderMistakeLine(text, 60, 'no'),
    `no (at character 61 of "…${'a'.repeat(40)}!${'b'.repeat(39)}…")`,
  );
});
