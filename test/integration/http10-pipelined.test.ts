/**
 * A client of the HTTP/1.0 listener that asks for several things on one connection and leaves.
 */
import { test } from 'node:test';
import { startTestServer } from '../support/in-process.js';
import { connectRaw, rawPost } from '../support/raw-connection.js';
import { until } from '../support/until.js';

const BODY = '{"model":"m;delay=1m","messages":[{"role":"user","content":"hello"}]}';

test('a request behind another one on its connection gives its slot back when the client has gone', async () => {
  const server = await startTestServer({ HTTP10_PORT: '0', MAX_DELAY: '2m' });
  const client = await connectRaw(server.http10Port as number);
  client.socket.write(rawPost(BODY).repeat(3));
  await until(() => server.state.active > 0, 'a request is held');
  // They came in one packet, which is parsed in one go: all that are let in are in now.
  client.socket.resetAndDestroy();
  await until(() => server.state.active === 0, 'every slot is free', 5_000);
});

test('sixteen requests may be open on one connection; one more ends it, and every slot is free', async () => {
  const server = await startTestServer({ HTTP10_PORT: '0', MAX_DELAY: '2m' });
  const few = await connectRaw(server.http10Port as number);
  few.socket.write(rawPost(BODY).repeat(16));
  await until(() => server.state.active === 16, 'all are held');
  const many = await connectRaw(server.http10Port as number);
  many.socket.write(rawPost(BODY).repeat(17));
  await until(() => many.socket.closed, 'the connection is ended');
  await until(() => server.state.active === 16, 'only those of the other are held');
  few.socket.destroy();
  await until(() => server.state.active === 0, 'every slot is free');
});
