/**
 * A shutdown takes nothing away from clients that are connected but not yet accepted. The server is stopped (SIGSTOP) while
 * they come, so that all of them lie in its accept queue when it hears of the shutdown.
 */
import { test } from 'node:test';
import { queueTooShort, shutDownWithQueue } from '../support/accept-queue.js';

for (const port of ['PORT', 'HTTP10_PORT'] as const) {
  for (const [how, tls, clients] of [
    [port, false, 500],
    [`${port} with TLS`, true, 100],
  ] as const) {
    test(
      `${clients} clients in the accept queue of ${how} all get a whole answer`,
      {
        skip: queueTooShort(clients),
      },
      () => shutDownWithQueue(port, tls, clients),
    );
  }
}
