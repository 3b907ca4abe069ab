/**
 * As test/e2e/shutdown-accept-queue.test.ts, with a thousand clients.
 */
import { test } from 'node:test';
import { queueTooShort, shutDownWithQueue } from '../support/accept-queue.js';

const CLIENTS = 1_000;

for (const port of ['PORT', 'HTTP10_PORT'] as const) {
  for (const tls of [false, true]) {
    test(
      `${CLIENTS} clients in the accept queue of ${port}${tls ? ' with TLS' : ''} all get a whole answer`,
      {
        skip: queueTooShort(CLIENTS),
      },
      () => shutDownWithQueue(port, tls, CLIENTS),
    );
  }
}
