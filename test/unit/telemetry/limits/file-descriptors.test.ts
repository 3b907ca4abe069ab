// Owns: the rules by which the limit on open files is read.
// Runs on: the test process, against dist/ as shipped.
// Must never: change the limits of the process it runs in.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { readFileDescriptorLimit } from '../../../../dist/telemetry/limits/file-descriptors.js';
import { fakeRoot } from '../../../support/fake-root.js';

const HEAD = 'Limit                     Soft Limit           Hard Limit           Units     \n';

function readLine(line: string): number | null {
  const before = 'Max processes             96318                96318                processes \n';
  const after = 'Max locked memory         8388608              8388608              bytes     \n';
  return readFileDescriptorLimit(fakeRoot({ 'proc/self/limits': `${HEAD}${before}${line}${after}` }));
}

test('the soft limit is read, not the hard one', () => {
  assert.equal(
    readLine('Max open files            1024                 524288               files     \n'),
    1024,
  );
});

test('`unlimited` is Infinity', () => {
  const line = 'Max open files            unlimited            unlimited            files     \n';
  assert.equal(readLine(line), Number.POSITIVE_INFINITY);
});

test('an absent file, an absent line and garbage are null', () => {
  assert.equal(readFileDescriptorLimit(fakeRoot({})), null);
  assert.equal(readLine(''), null);
  assert.equal(
    readLine('Max open files            many                 524288               files     \n'),
    null,
  );
});

test('on Linux the limit of this process is the one its shell shows', {
  skip: process.platform !== 'linux',
}, () => {
  // Node raises its own soft limit to the hard one at start-up, and children inherit the raised one.
  const shown = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  assert.equal(readFileDescriptorLimit(), shown === 'unlimited' ? Number.POSITIVE_INFINITY : Number(shown));
});
