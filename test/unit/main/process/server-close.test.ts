import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { startServer } from '../../../../dist/main/process/start-server.js';
import { testConfig } from '../../../support/in-process.js';

/** What a connection attempt ends with. */
async function outcomeOf(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const refused = once(socket, 'error').then(([error]) => String((error as NodeJS.ErrnoException).code));
  const outcome = await Promise.race([once(socket, 'connect').then(() => 'connected'), refused]);
  socket.destroy();
  return outcome;
}

test('a server that was closed listens on neither of its ports, drained before or not', async () => {
  for (const drained of [false, true]) {
    const config = testConfig({ HTTP10_PORT: '0' });
    const server = await startServer({
      config,
      version: '0',
      onWorkerFailure: assert.fail,
      onDefect: assert.fail,
    });
    const ports = [server.port, server.http10Port as number];
    assert.deepEqual(await Promise.all(ports.map(outcomeOf)), ['connected', 'connected']);
    if (drained) await server.startDraining();
    await server.close();
    assert.deepEqual(await Promise.all(ports.map(outcomeOf)), ['ECONNREFUSED', 'ECONNREFUSED']);
  }
});
