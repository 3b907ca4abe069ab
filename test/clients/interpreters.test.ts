import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesBelow } from '../support/source-tree.js';
import { findPython, minorOf } from './interpreters.js';

/** No environment: one file is taken out of its wheel. */
const WHEEL = 'test/load-tools/locks/vllm.txt';

test('every lock of an environment says which Python it was made for', () => {
  const locks = ['test/clients', 'test/load-tools'].flatMap((folder) =>
    filesBelow(folder).filter((path) => path.endsWith('.txt') && path !== WHEEL),
  );
  assert.equal(locks.length, 8, locks.join(', '));
  for (const lock of locks) assert.ok(minorOf(lock) >= 11, lock);
});

test('where no Python is new enough the reason says which would be', async () => {
  const reason = 'there is no python3 of version 3.99 or newer';
  assert.deepEqual(await findPython(99), { ok: false, reason });
});
