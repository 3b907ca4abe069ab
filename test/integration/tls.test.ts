import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generate } from 'selfsigned';
import { Agent, request } from 'undici';
import { StartError } from '../../dist/shared/errors.js';
import { CHAT_BODY, chatRequest, MOUNTS } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';
import { openLive } from '../support/live-viewer.js';
import { RawClient } from '../support/raw-client.js';
import { until } from '../support/until.js';
import { WireConnection } from '../support/wire-connection.js';

const HALF_CLOSING = 200;

const directory = mkdtempSync(join(tmpdir(), 'llm-mock-tls-'));
after(() => rmSync(directory, { recursive: true }));

function write(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const names = [{ type: 7 as const, ip: '127.0.0.1' }];
const pem = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
  keyType: 'ec',
  algorithm: 'sha256',
  extensions: [{ name: 'subjectAltName', altNames: names }],
});
const other = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
  keyType: 'ec',
  algorithm: 'sha256',
});
const certFile = write('cert.pem', pem.cert);
const keyFile = write('key.pem', pem.private);

/** Trusts our certificate and nothing else: a handshake that passes proves which one was shown. */
const dispatcher = new Agent({ connect: { ca: pem.cert } });
after(() => dispatcher.destroy());

test('with a certificate both listeners speak HTTPS, and only HTTPS', async () => {
  const server = await startTestServer({
    TLS_CERT_FILE: certFile,
    TLS_KEY_FILE: keyFile,
    HTTP10_PORT: '0',
  });
  for (const port of [server.port, server.http10Port as number]) {
    for (const path of MOUNTS) {
      const url = `https://127.0.0.1:${port}${path}`;
      const { statusCode, body } = await request(url, { method: 'POST', body: CHAT_BODY, dispatcher });
      assert.equal(statusCode, 200);
      assert.equal(((await body.json()) as { object: string }).object, 'chat.completion');
    }
    const plain = await RawClient.connect(port);
    plain.write('GET /health HTTP/1.1\r\nhost: test\r\n\r\n');
    await plain.closed;
    assert.doesNotMatch(plain.unread, /^HTTP\/1.. 200/);
  }
  assert.deepEqual([server.state.active, server.state.peak], [0, 1]);
});

const noCertificate = (cert: string) =>
  `TLS_CERT_FILE ${cert}: expected a PEM certificate, got something else`;
const noKey = (key: string) =>
  `TLS_KEY_FILE ${key}: expected a PEM private key without a pass phrase, got something else`;
const textFile = write('text.pem', 'hello\n');
const otherKey = write('other-key.pem', other.private);

const WRONG_PAIRS: readonly (readonly [title: string, cert: string, key: string, message: string])[] = [
  [
    'the key of another certificate',
    certFile,
    otherKey,
    `TLS_KEY_FILE ${otherKey}: expected the key of the first certificate in TLS_CERT_FILE ${certFile}, got another key`,
  ],
  ['a certificate that is none', textFile, keyFile, noCertificate(textFile)],
  ['a key that is none', certFile, textFile, noKey(textFile)],
  ['certificate and key exchanged', keyFile, certFile, `${noCertificate(keyFile)}\n${noKey(certFile)}`],
];

for (const [title, cert, key, expected] of WRONG_PAIRS) {
  test(`${title} is a start error with exit code 2 that says what was expected of which file`, async () => {
    const start = startTestServer({ TLS_CERT_FILE: cert, TLS_KEY_FILE: key });
    await assert.rejects(start, (error) => {
      assert.equal(error instanceof StartError, true);
      const { exitCode, message } = error as StartError;
      assert.deepEqual([exitCode, message], [2, expected]);
      return true;
    });
  });
}

test('a certificate that has expired is told at the start, and served', async () => {
  const dates = { notBeforeDate: new Date('2020-01-01'), notAfterDate: new Date('2020-02-01') };
  const old = await generate([{ name: 'commonName', value: '127.0.0.1' }], { keyType: 'ec', ...dates });
  const files = {
    TLS_CERT_FILE: write('old.pem', old.cert),
    TLS_KEY_FILE: write('old-key.pem', old.private),
  };
  const { warnings } = await startTestServer(files);
  assert.deepEqual(
    warnings.filter((warning) => warning.includes('TLS')),
    [
      `TLS_CERT_FILE ${files.TLS_CERT_FILE}: expected a certificate that is valid now, got one that has expired on 2020-02-01; clients that look at it will refuse it`,
    ],
  );
});

test('the live page and its WebSocket are encrypted as well', async () => {
  const server = await startTestServer({ TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile });
  const page = await request(`${server.url}/`, { dispatcher });
  assert.match(await page.body.text(), /^<!doctype html>/);
  const viewer = await openLive(server.url, { dispatcher });
  await viewer.row(({ viewers }) => viewers === 1, 'a row comes');
  await assert.rejects(openLive(server.url.replace('https:', 'http:')), /not let in/);
});

test('a client that half-closes in the middle of its answer gives its slot back, on both listeners', async () => {
  const server = await startTestServer({
    TLS_CERT_FILE: certFile,
    TLS_KEY_FILE: keyFile,
    HTTP10_PORT: '0',
    RESPONSE_DELAY: '50ms',
  });
  const body = JSON.stringify({ ...JSON.parse(CHAT_BODY), model: 'm;tokens=12000' });
  const bytes = chatRequest({ body });
  const peer = { host: '127.0.0.1', tls: true, sources: [] };
  for (const port of [server.port, server.http10Port as number]) {
    const clients = Array.from(
      { length: HALF_CLOSING },
      (_, index) =>
        new Promise<void>((resolve) => {
          const opened = (): void => {
            client.socket.write(bytes);
            // About when the answer is sent, which is read only then.
            setTimeout(
              () => {
                client.halfClose();
                client.socket.resume();
              },
              45 + (index % 20),
            );
          };
          const client: WireConnection = new WireConnection(peer, port, index % 2 === 0, opened, resolve);
        }),
    );
    await Promise.all(clients);
    await until(() => server.state.active === 0, 'every slot is free');
  }
});
