/** Who the peers are: addresses as they stand, and names that are looked up. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PEERS_MAX, type PeerPlace } from '../../../../dist/config/values/peers.js';
import { findPeers, type Resolvers } from '../../../../dist/main/peers/find-peers.js';

const NOBODY: Resolvers = { lookup: async () => [], resolveSrv: async () => [] };
const LONG = new AbortController().signal;

function find(
  places: readonly PeerPlace[],
  resolvers: Partial<Resolvers> = {},
  scheme: 'http' | 'https' = 'http',
) {
  return findPeers(places, { ...NOBODY, ...resolvers }, scheme, LONG);
}

test('a name stands for all of its addresses, a service for all of its hosts with their ports, each of them once', async () => {
  const found = await find(
    [
      { kind: 'url', url: 'http://10.0.0.2:8080' },
      { kind: 'dns', name: 'mocks', port: 8080 },
      { kind: 'srv', name: '_http._tcp.mocks' },
    ],
    {
      lookup: async (name) => {
        assert.equal(name, 'mocks');
        return [
          { address: '10.0.0.3', family: 4 },
          { address: 'fd00::1', family: 6 },
          { address: '10.0.0.1', family: 4 },
        ];
      },
      resolveSrv: async (name) => {
        assert.equal(name, '_http._tcp.mocks');
        return [
          { name: 'b.mocks', port: 81, priority: 0, weight: 0 },
          { name: 'a.mocks', port: 82, priority: 0, weight: 0 },
          { name: '10.0.0.1', port: 8080, priority: 0, weight: 0 },
        ];
      },
    },
  );
  assert.deepEqual(
    found.map(({ url }) => url),
    [
      'http://10.0.0.2:8080',
      'http://10.0.0.1:8080',
      'http://10.0.0.3:8080',
      'http://[fd00::1]:8080',
      'http://a.mocks:82',
      'http://b.mocks:81',
    ],
  );
});

test('an address that a name led to is spoken to by that name', async () => {
  const found = await find(
    [{ kind: 'dns', name: 'mocks', port: 8443 }],
    { lookup: async () => [{ address: '10.0.0.1', family: 4 }] },
    'https',
  );
  assert.deepEqual(found, [{ url: 'https://10.0.0.1:8443', name: 'mocks' }]);
});

test('a name that leads nowhere is told with its reason, and the others are found', async () => {
  const found = await find(
    [
      { kind: 'srv', name: 'gone' },
      { kind: 'dns', name: 'empty', port: 1 },
      { kind: 'url', url: 'http://a:1' },
    ],
    { resolveSrv: async () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })) },
  );
  assert.deepEqual(found, [
    { url: 'dns+srv://gone', error: 'ENOTFOUND' },
    { url: 'dns://empty:1', error: 'nobody has this name' },
    { url: 'http://a:1', name: null },
  ]);
});

test('a resolver that does not answer is given up', async () => {
  const controller = new AbortController();
  const finding = findPeers(
    [{ kind: 'srv', name: 'slow' }],
    { ...NOBODY, resolveSrv: () => new Promise(() => {}) },
    'http',
    controller.signal,
  );
  controller.abort();
  assert.deepEqual(await finding, [{ url: 'dns+srv://slow', error: 'no answer of the resolver in time' }]);
});

test(`more than ${PEERS_MAX} are not asked, and that is told`, async () => {
  const records = Array.from({ length: 40 }, (_, at) => ({
    name: 'h',
    port: 100 + at,
    priority: 0,
    weight: 0,
  }));
  const found = await find([{ kind: 'srv', name: 'many' }], { resolveSrv: async () => records });
  assert.equal(found.length, PEERS_MAX + 1);
  assert.deepEqual(found.at(-1), {
    url: 'dns+srv://many',
    error: `expected at most ${PEERS_MAX} peers, found 40: those behind them are not asked`,
  });
});
