import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { startTestServer } from '../support/in-process.js';
import { readProjectFile } from '../support/source-tree.js';

const FILES = [
  ['/', 'index.html', 'text/html; charset=utf-8'],
  ['/dashboard/page.js', 'page.js', 'text/javascript; charset=utf-8'],
  ['/dashboard/page.css', 'page.css', 'text/css; charset=utf-8'],
] as const;
const CODINGS = [
  ['br', brotliDecompressSync],
  ['gzip', gunzipSync],
  ['identity', (bytes: Buffer) => bytes],
] as const;
const PATHS = [...FILES.map(([path]) => path), '/live'];

async function get(
  url: string,
  method: 'GET' | 'HEAD' | 'POST' = 'GET',
  asked: Readonly<Record<string, string>> = {},
) {
  const { statusCode, headers, body } = await request(url, { method, headers: asked });
  const bytes = Buffer.from(await body.arrayBuffer());
  return { status: statusCode, headers, bytes, body: bytes.toString() };
}

test('the page and its files are served as they were built, over both listeners', async () => {
  const server = await startTestServer({ HTTP10_PORT: '0' });
  for (const url of [server.url, `http://127.0.0.1:${server.http10Port}`]) {
    for (const [path, file, type] of FILES) {
      const { status, headers, body } = await get(url + path);
      assert.deepEqual([status, headers['content-type']], [200, type], path);
      assert.equal(body, readProjectFile(`dist/dashboard/${file}`));
      const head = await get(url + path, 'HEAD');
      assert.deepEqual([head.status, head.body], [200, '']);
      assert.equal(head.headers['content-length'], String(Buffer.byteLength(body)));
      assert.equal((await get(url + path, 'POST')).status, 405);
    }
  }
  assert.equal(server.state.active, 0);
});

test('the files are compressed as the browser takes it, and not sent again when it has them', async () => {
  const server = await startTestServer({ HTTP10_PORT: '0' });
  for (const url of [server.url, `http://127.0.0.1:${server.http10Port}`]) {
    for (const [path, file] of FILES) {
      const built = readProjectFile(`dist/dashboard/${file}`);
      const tags = new Set<string>();
      for (const [coding, restore] of CODINGS) {
        const asked = { 'accept-encoding': coding };
        const first = await get(url + path, 'GET', asked);
        assert.equal(first.status, 200);
        assert.equal(first.headers['content-encoding'], coding === 'identity' ? undefined : coding);
        assert.equal(first.headers.vary, 'accept-encoding');
        assert.equal(restore(first.bytes).toString(), built);
        assert.equal(
          first.bytes.length <= Buffer.byteLength(built) / (coding === 'identity' ? 1 : 2),
          true,
          coding,
        );
        const tag = String(first.headers.etag);
        tags.add(tag);

        const known = { ...asked, 'if-none-match': tag };
        for (const method of ['GET', 'HEAD'] as const) {
          const again = await get(url + path, method, known);
          assert.deepEqual([again.status, again.body, again.headers.etag], [304, '', tag], method);
          assert.equal(again.headers['content-length'], undefined);
        }
        assert.equal((await get(url + path, 'GET', { ...asked, 'if-none-match': '"old"' })).status, 200);
      }
      assert.equal(tags.size, CODINGS.length);
    }
  }
});

test('the page may load and connect to nothing but its own server, and no other page may frame it', async () => {
  const { url } = await startTestServer();
  const { headers } = await get(`${url}/`);
  const policy = String(headers['content-security-policy']).split('; ');
  assert.deepEqual(policy.sort(), [
    "base-uri 'none'",
    "connect-src 'self'",
    "default-src 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "img-src 'self' data:",
    "script-src 'self'",
    "style-src 'self'",
  ]);
  for (const [path] of FILES) {
    const file = await get(url + path);
    assert.equal(file.headers['access-control-allow-origin'], undefined);
    assert.equal(file.headers['x-content-type-options'], 'nosniff');
    assert.equal(file.headers['cache-control'], 'no-cache');
  }
});

test('a key of the API is not asked for, as with the other pages', async () => {
  const { url } = await startTestServer({ API_KEY: 'k' });
  for (const [path] of FILES) assert.equal((await get(url + path)).status, 200);
});

test('whoever asks for the WebSocket as for a page is told what it is', async () => {
  const { url } = await startTestServer();
  const { status, headers, body } = await get(`${url}/live`);
  assert.deepEqual([status, headers['content-type']], [400, 'application/json']);
  assert.match(JSON.parse(body).error.message, /WebSocket/);
});

test('DASHBOARD=false: there is no page, no file and no WebSocket', async () => {
  const { url } = await startTestServer({ DASHBOARD: 'false' });
  for (const path of PATHS) {
    const { status, body } = await get(url + path);
    assert.deepEqual([status, JSON.parse(body).error.code], [404, 'unknown_url'], path);
  }
  const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
  const { statusCode } = await request(`${url}/live`, {
    headers: { ...upgrade, 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==' },
  }).catch((error: Error) => ({ statusCode: error.message }));
  assert.notEqual(statusCode, 101);
});
