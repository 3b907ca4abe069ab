// Owns: tests of how numbers are written.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatFigure,
  formatMemory,
  formatTimes,
  formatTimesRange,
  formatWithUnit,
} from '../report/format.js';

test('answers a second are whole numbers with commas, but for the few', () => {
  assert.equal(formatFigure('answers_per_second', 86_412.4), '86,412');
  assert.equal(formatFigure('answers_per_second', 12.34), '12.3');
});

test('milliseconds have three digits that count', () => {
  assert.deepEqual(
    [0, 0.004, 0.8449, 12.34, 123.4, 12_345.6].map((value) => formatFigure('lateness_p99_ms', value)),
    ['0', '<0.01', '0.84', '12.3', '123', '12,346'],
  );
});

test('memory is shown in MiB, what one request takes of it in bytes', () => {
  assert.equal(
    formatWithUnit('rss_held_bytes', 300 * 2 ** 20, (unit) => unit),
    '300 MiB',
  );
  assert.equal(
    formatWithUnit('rss_held_bytes', 84.25 * 2 ** 20, (unit) => unit),
    '84.3 MiB',
  );
  assert.equal(
    formatWithUnit('bytes_per_held_request', 1189.6, (unit) => unit),
    '1,190 bytes',
  );
  assert.equal(formatMemory(2 ** 30), '1 GiB');
  assert.equal(formatMemory(512 * 2 ** 20), '512 MiB');
});

test('shares are per cent, counts are whole but for a median of two', () => {
  assert.equal(formatFigure('server_cpu_share', 0.973), '97');
  assert.equal(formatFigure('lost_count', 3), '3');
  assert.equal(formatFigure('lost_count', 2.5), '2.5');
});

test('quotients have the digits that tell them from 1, and a range has those of its median', () => {
  assert.deepEqual([1.071, 2.94, 15.6].map(formatTimes), ['1.07×', '2.9×', '16×']);
  assert.equal(formatTimesRange(1.44, 1.401, 1.6), '1.40–1.60×');
});
