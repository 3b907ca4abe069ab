/** Faults that are counted, over real sockets of both listeners: by whom, and where the rule may stand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFaults } from '../../dist/behavior/faults/parse.js';
import { ModelTable } from '../../dist/behavior/models/model-table.js';
import { EMPTY_PROFILE } from '../../dist/behavior/profile/profile.js';
import { chatRequest } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';
import { RawClient } from '../support/raw-client.js';

const HTTP11 = 'HTTP/1.1';
const HTTP10 = 'HTTP/1.0';
type Server = Awaited<ReturnType<typeof startTestServer>>;

interface Asking {
  readonly key?: string;
  readonly model?: string;
  readonly headers?: readonly string[];
  /** Of the prompt. */
  readonly characters?: number;
}

async function ask(server: Server, protocol: string, asking: Asking = {}): Promise<number> {
  const { key = '', model = 'm', headers = [], characters = 1 } = asking;
  const client = await RawClient.connect(protocol === HTTP10 ? (server.http10Port as number) : server.port);
  const content = 'x'.repeat(characters);
  const body = JSON.stringify({ model, messages: [{ role: 'user', content }] });
  const keys = key === '' ? [] : [`authorization: Bearer ${key}`];
  client.write(chatRequest({ protocol, body, headers: [...keys, ...headers] }));
  const { status } = await client.reply();
  client.leave();
  return status;
}

async function askTimes(count: number, server: Server, protocol: string, asking?: Asking): Promise<number[]> {
  const statuses: number[] = [];
  for (let time = 0; time < count; time++) statuses.push(await ask(server, protocol, asking));
  return statuses;
}

const start = (settings: Readonly<Record<string, string>> = {}) =>
  startTestServer({ HTTP10_PORT: '0', ...settings });

for (const protocol of [HTTP11, HTTP10]) {
  test(`${protocol}: each key has its own first requests, for each model, and whoever has no key, too`, async () => {
    const server = await start({ FAULTS: 'first(2):503' });
    for (const key of ['', 'sk-1', 'sk-2']) {
      for (const model of ['m', 'n']) {
        assert.deepEqual(await askTimes(4, server, protocol, { key, model }), [503, 503, 200, 200]);
      }
    }
  });

  test(`${protocol}: requests of two keys in turn are counted apart`, async () => {
    const server = await start({ FAULTS: 'every(3):500' });
    const statuses: number[][] = [[], []];
    for (let time = 0; time < 6; time++) {
      for (const [index, key] of ['sk-1', 'sk-2'].entries()) {
        statuses[index]?.push(await ask(server, protocol, { key }));
      }
    }
    const expected = [200, 200, 500, 200, 200, 500];
    assert.deepEqual(statuses, [expected, expected]);
  });

  test(`${protocol}: a rule in a header is counted by key`, async () => {
    const server = await start();
    const headers = ['x-mock-fault: first(1):429'];
    for (const key of ['sk-1', 'sk-2', '']) {
      assert.deepEqual(await askTimes(3, server, protocol, { key, headers }), [429, 200, 200]);
    }
  });

  test(`${protocol}: a rule in the name of a model is counted by the name alone, whatever the settings count`, async () => {
    for (const settings of [{}, { FAULTS: 'every(2):500' }] as const) {
      const server = await start(settings);
      const model = 'm;fault=first(2):503';
      assert.deepEqual(await askTimes(1, server, protocol, { model, key: 'sk-1' }), [503]);
      assert.deepEqual(await askTimes(2, server, protocol, { model, key: 'sk-2' }), [503, 200]);
    }
  });
}

test('a key is the same on both listeners, and in large bodies', async () => {
  const server = await start({ FAULTS: 'first(3):503', MAX_BODY_BYTES: '1000000' });
  const key = 'sk-1';
  assert.equal(await ask(server, HTTP11, { key }), 503);
  assert.equal(await ask(server, HTTP10, { key }), 503);
  assert.equal(await ask(server, HTTP11, { key, characters: 100_000 }), 503);
  assert.equal(await ask(server, HTTP11, { key, characters: 100_000 }), 200);
  assert.equal(await ask(server, HTTP11, { key: 'sk-2', characters: 100_000 }), 503);
});

test('a rule that comes while the server runs is counted by key from its first request on', async () => {
  const server = await start();
  assert.deepEqual(await askTimes(1, server, HTTP11, { key: 'sk-1' }), [200]);
  server.steering.patch({ FAULTS: 'first(1):503' });
  for (const key of ['sk-1', 'sk-2']) {
    assert.deepEqual(await askTimes(2, server, HTTP11, { key }), [503, 200]);
  }
  server.steering.patch({ FAULTS: null });
  const faults = parseFaults('first(1):502');
  assert.ok(faults.ok);
  server.replaceModels(new ModelTable([{ name: 'm', profile: { ...EMPTY_PROFILE, faults: faults.mix } }]));
  for (const key of ['sk-1', 'sk-2']) {
    assert.deepEqual(await askTimes(2, server, HTTP11, { key }), [502, 200]);
  }
});
