/**
 * Random schemas, asked of every API: thousands of them are in the slow tier.
 */
import { test } from 'node:test';
import { startTestServer } from '../support/in-process.js';
import { holdAnswersToAjv } from '../support/schema-answers.js';

const server = await startTestServer({ SEED: '7', MAX_BODY_BYTES: '1048576' });

test('what each API answers to 100 random schemas satisfies them, whole and streamed, the same for the same seed', async () => {
  await holdAnswersToAjv(server.url, 100, 2020, 1);
});
