/**
 * Thousands of random schemas, asked of every API over real sockets.
 */
import { test } from 'node:test';
import { startTestServer } from '../support/in-process.js';
import { holdAnswersToAjv } from '../support/schema-answers.js';

const server = await startTestServer({ SEED: '7', MAX_BODY_BYTES: '1048576' });

test('what each API answers to 5,000 random schemas satisfies them, whole and streamed, the same for the same seed', async () => {
  await holdAnswersToAjv(server.url, 2_500, 2020, Date.now());
  await holdAnswersToAjv(server.url, 2_500, 7, Date.now());
});
