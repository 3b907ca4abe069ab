/**
 * A thousand requests that wait for their delay when the server is told to end; test/e2e/shutdown-in-flight.test.ts has some
 * hundred whose body is held back.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spawnServer } from '../support/child-process.js';
import { holdRequests, startShutdown } from '../support/in-flight.js';

const COUNT = 1_000;

test(`all of ${COUNT} requests in flight get their whole reply, and the exit code is 0`, async () => {
  const server = await spawnServer({ RESPONSE_DELAY_SECONDS: '5', RESPONSE_TEXT: 'whole' });
  const { replies } = await holdRequests(server, COUNT);
  await startShutdown(server);
  const outcomes = await replies;
  const whole = outcomes.filter(
    (outcome) =>
      outcome.status === 'fulfilled' &&
      outcome.value.status === 200 &&
      outcome.value.content === 'whole' &&
      outcome.value.connection === 'close',
  );
  assert.equal(whole.length, COUNT);
  assert.equal((await server.exited).code, 0);
});
