import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
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

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test('a server that was closed listens on neither of its ports, drained before or not', async () => {
  for (const drained of [false, true]) {
    const config = testConfig({ HTTP10_PORT: String(await findFreePort()) });
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
