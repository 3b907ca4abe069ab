/** How long it takes to mask what a client chose to be slow. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskSecrets } from '../../dist/main/records/masked-text.js';

test('no text takes longer than it is long: the pattern never looks twice at what a client repeats', () => {
  const size = 16_384;
  for (const piece of [
    'a.',
    'eyJ-',
    'token',
    'token:',
    '-----BEGIN ',
    'bearer ',
    'key=',
    '\\"',
    'sk-',
    '-',
    'A/',
  ]) {
    const time = (bytes: number): number => {
      const text = piece.repeat(bytes / piece.length);
      const startedMs = performance.now();
      maskSecrets(text, true);
      return performance.now() - startedMs;
    };
    time(size);
    const least = (bytes: number): number => Math.min(...Array.from({ length: 5 }, () => time(bytes)));
    // Sixteen times as much: what is quadratic takes 256 times as long.
    const [short, long] = [least(size), least(16 * size)];
    assert.ok(
      long < 100 * Math.max(short, 0.05),
      `${piece}: ${short} ms, and ${long} ms of sixteen times as much`,
    );
  }
});
