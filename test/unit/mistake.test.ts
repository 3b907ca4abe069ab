import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderMistake, renderMistakeLine } from '../../dist/behavior/mistake.js';

test('a mistake is shown with a caret under its place', () => {
  assert.equal(
    renderMistake('uniform(1s;3s)', 10, "expected ',', got ';'"),
    "uniform(1s;3s)\n          ^ expected ',', got ';'",
  );
  assert.equal(renderMistake('', 0, 'expected more, got nothing'), '\n^ expected more, got nothing');
  assert.equal(renderMistake('2', 1, 'expected a unit'), '2\n ^ expected a unit');
});

test('the caret keeps its place behind tabs and control characters, which are not sent to the terminal', () => {
  assert.equal(renderMistake('a\t\u001b\u202eb', 4, 'here'), 'a \ufffd\ufffdb\n    ^ here');
  assert.equal(renderMistake('x\ny', 2, 'here'), 'x y\n  ^ here');
});

test('of a long text the forty characters on both sides are shown', () => {
  const text = `${'a'.repeat(60)}!${'b'.repeat(60)}`;
  assert.equal(
    renderMistake(text, 60, 'here'),
    `…${'a'.repeat(40)}!${'b'.repeat(39)}…\n${' '.repeat(41)}^ here`,
  );
});

test('the form for JSON is one line and counts characters from 1', () => {
  assert.equal(
    renderMistakeLine('uniform(1s;3s)', 10, "expected ',', got ';'"),
    "expected ',', got ';' (at character 11 of \"uniform(1s;3s)\")",
  );
  assert.equal(renderMistakeLine('x\ny', 2, 'no'), 'no (at character 3 of "x y")');
});
