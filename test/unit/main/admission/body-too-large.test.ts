import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyTooLarge } from '../../../../dist/main/admission/body-too-large.js';

const KIB = 1024;
const MIB = 1024 * KIB;

const CASES: readonly (readonly [bytes: number | null, max: number, said: string])[] = [
  [20_083, 16 * KIB, 'has 20083 bytes, but MAX_BODY_BYTES is 16KiB; 4MiB would do.'],
  [4 * MIB, 16 * KIB, 'has 4194304 bytes, but MAX_BODY_BYTES is 16KiB; 4MiB would do.'],
  [4 * MIB + 1, 1, 'has 4194305 bytes, but MAX_BODY_BYTES is 1 byte; 16MiB would do.'],
  [33 * MIB, 4 * MIB, 'has 34603008 bytes, but MAX_BODY_BYTES is 4MiB; 64MiB would do.'],
  [65 * MIB, 4 * MIB, 'has 68157440 bytes, but MAX_BODY_BYTES is 4MiB; the most that it can be is 64MiB.'],
  [65 * MIB, 64 * MIB, 'has 68157440 bytes, but MAX_BODY_BYTES is 64MiB, and cannot be more.'],
  [null, 100, 'is longer than MAX_BODY_BYTES, which is 100 bytes; 4MiB may do.'],
  [null, 4 * MIB, 'is longer than MAX_BODY_BYTES, which is 4MiB; 16MiB may do.'],
  [null, 64 * MIB, 'is longer than MAX_BODY_BYTES, which is 64MiB, and cannot be more.'],
];

for (const [bytes, max, said] of CASES) {
  test(`a body of ${bytes ?? 'unknown'} bytes, where ${max} are allowed, is told a value that would do`, () => {
    const { kind, message, param } = bodyTooLarge(bytes, max);
    assert.deepEqual([kind.status, message, param], [413, `The request body ${said}`, null]);
  });
}
