/**
 * A port that cannot be had is told with its cause and the way out, each cause by itself.
 */

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { describeListenFailure, probePort } from '../../../../dist/main/listeners/listen-failure.js';

const main = { host: '127.0.0.1', port: 80, setting: 'PORT' } as const;

test('each cause has a sentence of its own, with the settings that help', () => {
  const shown = (code: string | null) => describeListenFailure(code, main);
  assert.match(
    shown('EADDRINUSE'),
    /^cannot listen on 127\.0\.0\.1:80: the port is in use; set PORT to another port, or PORT=0 /,
  );
  assert.match(
    shown('EACCES'),
    /: this user may not listen on that port; set PORT to one from 1024 on, or PORT=0 /,
  );
  assert.match(shown('EADDRNOTAVAIL'), /: this machine has no such address; set HOST /);
  for (const code of ['ENOTFOUND', 'EAI_AGAIN']) {
    assert.match(shown(code), /: no address is known for the name 127\.0\.0\.1; set HOST /);
  }
  assert.match(shown('EOTHER'), /\(EOTHER\); see PORT and HOST$/);
  assert.match(shown(null), /no such address; see PORT and HOST$/);
});

test('the listener for HTTP/1.0 names its own setting', () => {
  assert.match(
    describeListenFailure('EADDRINUSE', { ...main, setting: 'HTTP10_PORT' }),
    /^cannot listen on 127\.0\.0\.1:80 for HTTP\/1\.0: the port is in use; set HTTP10_PORT to another port, or HTTP10_PORT=0 /,
  );
});

test('the cause is found by asking Node.js, and the port is free again afterwards', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const wanted = { ...main, port };
  assert.equal(await probePort(wanted), 'EADDRINUSE');
  await new Promise((resolve) => server.close(resolve));
  assert.equal(await probePort(wanted), null);
  assert.equal(await probePort(wanted), null);
  // TEST-NET-1 (RFC 5737) belongs to nobody.
  assert.equal(await probePort({ ...wanted, host: '192.0.2.1' }), 'EADDRNOTAVAIL');
});
