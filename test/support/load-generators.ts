/** What load generators print when every request was answered. */
import assert from 'node:assert/strict';
import type { Outcome } from './readme.js';

export function abFoundNoFault({ stdout }: Outcome, requests = 1000): void {
  assert.match(stdout, new RegExp(`^Complete requests: +${requests}$`, 'm'));
  assert.match(stdout, /^Failed requests: +0$/m);
  assert.doesNotMatch(stdout, /Non-2xx/);
}

export function wrkFoundNoFault({ stdout }: Outcome): void {
  assert.match(stdout, /^ +[1-9]\d* requests in /m);
  assert.doesNotMatch(stdout, /Non-2xx|Socket errors/);
}

export function heyFoundNoFault({ stdout }: Outcome): void {
  assert.match(stdout, /^ +\[200\]\t1000 responses$/m);
  assert.equal(stdout.match(/^ +\[\d+\]\t/gm)?.length, 1);
  assert.doesNotMatch(stdout, /Error distribution/);
}
