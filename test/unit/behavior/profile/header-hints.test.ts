import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknownHeaderMessage } from '../../../../dist/behavior/profile/header-hints.js';

const ALL =
  'x-mock-delay, x-mock-ttft, x-mock-itl, x-mock-output-tokens, x-mock-reasoning-tokens, x-mock-tool-calls, x-mock-tool-turns, x-mock-fault, x-mock-seed';

test('an unknown header is told with all that there are, and with the one that was meant', () => {
  assert.equal(
    unknownHeaderMessage('x-mock-status'),
    `Unknown header 'x-mock-status': expected one of ${ALL} (did you mean x-mock-fault?)`,
  );
  assert.equal(unknownHeaderMessage('x-mock-zzz'), `Unknown header 'x-mock-zzz': expected one of ${ALL}`);
});

for (const [typed, meant] of [
  ['faults', 'fault'],
  ['falut', 'fault'],
  ['dealy', 'delay'],
  ['output-token', 'output-tokens'],
  ['tokens', 'output-tokens'],
  ['error-rate', 'fault'],
  ['response-delay', 'delay'],
  ['latency', 'delay'],
  ['time-to-first-token', 'ttft'],
  ['inter-token-latency', 'itl'],
  ['time-per-output-token', 'itl'],
  ['max-tokens', 'output-tokens'],
  ['sede', 'seed'],
] as const) {
  test(`whoever writes x-mock-${typed} is asked for x-mock-${meant}`, () => {
    assert.match(
      unknownHeaderMessage(`x-mock-${typed}`),
      new RegExp(`\\(did you mean x-mock-${meant}\\?\\)$`),
    );
  });
}

test('a header of 60 KB is shown in part', () => {
  assert.ok(unknownHeaderMessage(`x-mock-${'z'.repeat(61_440)}`).length < 400);
});
