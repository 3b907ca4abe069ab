/**
 * ALLOWED_HOSTS on the wire: which names the pages, the live feed and the control API answer as, on both ports.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENDPOINTS } from '../../dist/shared/labels.js';
import { CHAT_BODY, chatRequest } from '../support/chat.js';
import { ADMIN_KEY } from '../support/control-client.js';
import { startTestServer } from '../support/in-process.js';
import { liveUpgrade } from '../support/live-viewer.js';
import { RawClient } from '../support/raw-client.js';
import { connectRaw } from '../support/raw-connection.js';

const HOST = 'mock.example';
const EVIL = 'evil.example';
const NAMED = { ALLOWED_HOSTS: `${HOST},*.inner.example`, ADMIN_KEY, HTTP10_PORT: '0' };
const named = await startTestServer(NAMED);
const open = await startTestServer({ ADMIN_KEY, HTTP10_PORT: '0' });

const FOR_PEOPLE = [
  '/',
  '/dashboard/page.js',
  '/dashboard/page.css',
  '/live',
  '/v1/responses/resp_1',
  '/admin/v1/config',
];
const FOR_MACHINES = ['/health', '/ready', '/metrics', '/version', '/ping'];

async function reply(port: number, bytes: string) {
  const client = await RawClient.connect(port);
  client.write(bytes);
  const answer = await client.reply();
  client.leave();
  return answer;
}

async function statusOf(port: number, path: string, host: string, ...lines: string[]): Promise<number> {
  const head = [`GET ${path} HTTP/1.1`, `Host: ${host}`, `Authorization: Bearer ${ADMIN_KEY}`, ...lines];
  return (await reply(port, `${head.join('\r\n')}\r\n\r\n`)).status;
}

test('the live page, stored responses and the control API answer others with 421, figures all but addresses', async () => {
  for (const port of [named.port, named.http10Port as number]) {
    for (const path of [...FOR_PEOPLE, ...FOR_MACHINES]) {
      assert.equal(await statusOf(port, path, EVIL), 421, path);
      assert.equal(await statusOf(port, path, EVIL, `X-Forwarded-Host: ${HOST}`), 421, path);
      assert.notEqual(await statusOf(port, path, `${HOST}:${port}`), 421, path);
      assert.notEqual(await statusOf(port, path, 'a.inner.example'), 421, path);
    }
    for (const path of FOR_PEOPLE) assert.equal(await statusOf(port, path, `127.0.0.1:${port}`), 421, path);
    for (const path of FOR_MACHINES) assert.equal(await statusOf(port, path, `127.0.0.1:${port}`), 200, path);
  }
});

test('without the setting every name will do', async () => {
  for (const path of [...FOR_PEOPLE, ...FOR_MACHINES])
    assert.notEqual(await statusOf(open.port, path, EVIL), 421, path);
});

test('programs use the APIs and their lists of models under any name, pages under an allowed one', async () => {
  const { port } = named;
  assert.equal(await statusOf(port, '/v1/models', EVIL), 200);
  const post = (...lines: string[]) => chatRequest({ body: CHAT_BODY, headers: lines });
  assert.equal((await reply(port, post())).status, 200);
  const refused = await reply(port, post(`Origin: http://${EVIL}`));
  assert.equal(refused.status, 421);
  assert.equal(JSON.parse(refused.body).error.code, 'misdirected_request');
});

test('a 421 says which setting to change, in the shape of what was asked, and is counted', async () => {
  const { port, state } = await startTestServer(NAMED);
  const ask = (path: string) => reply(port, `GET ${path} HTTP/1.1\r\nHost: ${EVIL}\r\n\r\n`);
  const { error } = JSON.parse((await ask('/')).body);
  assert.equal(
    error.message,
    `This mock server does not answer when it is asked for as "${EVIL}": ALLOWED_HOSTS names the hosts that it answers as.`,
  );
  const { error: told } = JSON.parse((await ask('/admin/v1/config')).body);
  assert.deepEqual(told, { message: error.message, problems: [] });
  for (const endpoint of ['/', '/admin'] as const) {
    assert.equal(state.repliesOf(ENDPOINTS.indexOf(endpoint), 421), 1);
  }
  assert.equal(state.rejectionsFor('misdirected'), 1);
});

test('the live feed wants an allowed host, and a page of an allowed host', async () => {
  const { port } = named;
  for (const [status, ...lines] of [
    [101, `Host: ${HOST}`],
    [101, `Host: ${HOST}`, `Origin: https://${HOST}`],
    [101, `Host: ${HOST}`, 'X-Forwarded-Host: a.inner.example', 'Origin: https://a.inner.example'],
    [421, `Host: ${EVIL}`],
    [421, `Host: ${EVIL}`, `Origin: http://${EVIL}`],
    [421, `Host: ${EVIL}`, `Origin: http://${HOST}`, `X-Forwarded-Host: ${HOST}`],
    [403, `Host: ${HOST}`, `Origin: http://${EVIL}`],
    [403, `Host: ${HOST}`, `X-Forwarded-Host: ${EVIL}`, `Origin: http://${EVIL}`],
    [403, `Host: ${HOST}`, `Origin: http://${HOST}:1`],
  ] as const) {
    const client = await connectRaw(port);
    client.socket.write(liveUpgrade(...lines));
    const answer = await client.until(/\r\n\r\n/);
    client.socket.destroy();
    assert.equal(Number(answer.slice('HTTP/1.1 '.length).slice(0, 3)), status, lines.join(', '));
  }
});
