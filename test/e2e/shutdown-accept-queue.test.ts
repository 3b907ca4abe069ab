/**
 * A shutdown takes nothing away from clients that are connected but not yet accepted. The server is stopped (SIGSTOP) while
 * they come, so that all of them lie in its accept queue when it hears of the shutdown.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { certificateSettings } from '../support/certificate.js';
import { spawnServer } from '../support/child-process.js';
import { sendCrowd, tally } from '../support/crowd.js';

const CLIENTS = 1_000;

const queue = Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));
const skip = queue > CLIENTS ? false : `the accept queue of this machine holds ${queue} connections only`;

for (const port of ['PORT', 'HTTP10_PORT'] as const) {
  for (const tls of [false, true]) {
    const how = tls ? `${port} with TLS` : port;
    test(`${CLIENTS} clients in the accept queue of ${how} all get a whole answer`, { skip }, async () => {
      const server = await spawnServer({
        HTTP10_PORT: '0',
        RESPONSE_DELAY_SECONDS: '0.2',
        ...(tls ? await certificateSettings() : {}),
      });
      server.child.kill('SIGSTOP');
      const target = port === 'PORT' ? server.port : (server.http10Port as number);
      const { sent, outcomes } = sendCrowd(target, CLIENTS, tls);
      await sent;
      server.child.kill('SIGTERM');
      server.child.kill('SIGCONT');
      const { 200: answered = 0, 503: refused = 0, ...others } = tally(await outcomes);
      assert.deepEqual(others, {});
      assert.equal(answered + refused, CLIENTS);
      // What a client sent before the shutdown is let in; with TLS it can send only when it has been accepted.
      if (!tls) assert.equal(refused, 0);
      assert.equal((await server.exited).code, 0);
    });
  }
}
