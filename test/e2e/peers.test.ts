/** One view over several instances, as an operator has it: processes of their own, over TLS, asked from a shell. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { certificateSettings } from '../support/certificate.js';
import { spawnServer } from '../support/child-process.js';
import { ADMIN_KEY } from '../support/control-client.js';
import { type Settings, startTestServer } from '../support/in-process.js';
import { runPlainCli } from '../support/plain-cli.js';

function ctl(url: string, words: readonly string[], env: Settings = {}) {
  return runPlainCli(['ctl', ...words, '--url', url], { ADMIN_KEY, ...env });
}

test('peers that are found by name are spoken to over TLS where the server speaks it, by the name they were found by', async () => {
  const tls = await certificateSettings('localhost');
  const trust = { NODE_EXTRA_CA_CERTS: String(tls.TLS_CERT_FILE) };
  const settings = { ...tls, ...trust, ADMIN_KEY, MAX_CONCURRENT: '7' };
  const peer = await spawnServer(settings);
  const asking = await spawnServer({ ...settings, PEERS: `dns://localhost:${peer.port}` });
  const plain = await startTestServer({ ADMIN_KEY, PEERS: `dns://localhost:${peer.port}` });
  const told = await ctl(`https://localhost:${asking.port}`, ['stats', '--peers'], trust);
  const sum = JSON.parse(told.stdout);
  const over = `https://127.0.0.1:${peer.port}`;
  const found = sum.peers.find((one: { readonly url: string }) => one.url === over);
  assert.deepEqual([found?.ok, found?.error, sum.cap, sum.instances.length], [true, null, 14, 2]);
  // A server that does not speak TLS speaks plainly, and is not understood.
  const other = JSON.parse((await ctl(plain.url, ['stats', '--peers'])).stdout);
  assert.equal(other.instances.length, 1);
});

test('ctl shows the statistics of one or of all, and says what it cannot', async () => {
  const peer = await startTestServer({ ADMIN_KEY, MAX_CONCURRENT: '5' });
  const one = await startTestServer({ ADMIN_KEY, MAX_CONCURRENT: '6', PEERS: `127.0.0.1:${peer.port}` });
  const all = await ctl(one.url, ['stats', '--peers']);
  assert.deepEqual([all.code, JSON.parse(all.stdout).cap, all.stderr], [0, 11, '']);
  assert.equal(JSON.parse((await ctl(one.url, ['stats'])).stdout).cap, 6);
  const refused = await ctl(peer.url, ['stats', '--peers']);
  assert.deepEqual([refused.code, refused.stdout], [1, '']);
  assert.match(refused.stderr, /peers: expected PEERS to name the other instances/);
  const wrong = await ctl(one.url, ['config', '--peers']);
  assert.deepEqual([wrong.code, wrong.stdout], [2, '']);
  assert.match(wrong.stderr, /--peers: means nothing to config/);
  assert.equal((await ctl(one.url, ['stats', '--peers=sum'])).code, 2);
});
