import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  descriptorWarnings,
  fitCap,
  planConnections,
} from '../../../../dist/main/admission/connection-bounds.js';
import { EXIT, StartError } from '../../../../dist/shared/errors.js';
import { testConfig } from '../../../support/in-process.js';

const plan = (max: number | null, workerThreads = 2, open: number | null = 22) => {
  const { connectionsMax, servedMax, acceptedMax } = planConnections({ max, open }, workerThreads);
  return [connectionsMax, servedMax, acceptedMax];
};

test('64 descriptors are the server’s own, and 64 more for pages and refusals, half of them for nothing else', () => {
  assert.deepEqual(plan(20_000), [19_872, 19_904, 19_936]);
  assert.deepEqual(plan(1_024), [896, 928, 960]);
  assert.deepEqual(plan(256), [128, 160, 192]);
});

test('where there is little room a third of it is kept for pages and refusals', () => {
  assert.deepEqual(plan(255), [128, 160, 191]);
  assert.deepEqual(plan(100), [24, 30, 36]);
  assert.deepEqual(plan(80), [11, 14, 16]);
});

test('each worker thread has four descriptors, and what is open at the start is the server’s own', () => {
  assert.deepEqual(plan(1_024, 64), [1_024 - 302 - 64, 1_024 - 302 - 32, 1_024 - 302]);
  assert.deepEqual(plan(1_024, 2, 500), [1_024 - 532 - 64, 1_024 - 532 - 32, 1_024 - 532]);
});

test('without a limit, or where it cannot be told, there is none on connections', () => {
  const none = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  assert.deepEqual(plan(Number.POSITIVE_INFINITY), none);
  assert.deepEqual(plan(null, 2, null), none);
});

test('a limit that leaves fewer than 16 connections is an error that says which limit would do', () => {
  assert.throws(
    () => plan(79),
    new StartError(
      'this process may open 79 descriptors, of which the server itself needs 64: that leaves too few connections; raise ' +
        'the limit to 80 or more (ulimit -n)',
      EXIT.environment,
    ),
  );
});

test('a cap that fits is left alone, without a word', () => {
  const bounds = planConnections({ max: 256, open: 22 }, 2);
  const config = testConfig({ MAX_CONCURRENT: '128' });
  assert.equal(fitCap(config, bounds), config);
  assert.deepEqual(descriptorWarnings(config, bounds), []);
});

test('a cap that does not fit is lowered, in what is shown too, and told with the numbers that would do', () => {
  const bounds = planConnections({ max: 256, open: 22 }, 2);
  const config = testConfig({ MAX_CONCURRENT: '129' });
  const fitted = fitCap(config, bounds);
  assert.equal(fitted.slotsMax, 128);
  const shown = (name: string) => fitted.inForce.find((setting) => setting.name === name);
  assert.deepEqual(shown('MAX_CONCURRENT'), { name: 'MAX_CONCURRENT', value: '128 requests', given: true });
  assert.deepEqual({ ...fitted, slotsMax: 0, inForce: [] }, { ...config, slotsMax: 0, inForce: [] });
  assert.deepEqual(descriptorWarnings(config, bounds), [
    'MAX_CONCURRENT=129 needs more descriptors than this process may open (256, of which 128 are kept for the server ' +
      'itself, its pages and refusals): the cap is 128; raise the limit to 257 (ulimit -n) or set MAX_CONCURRENT=128',
  ]);
});
