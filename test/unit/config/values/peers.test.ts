import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PEERS_MAX, parsePeers, peerText } from '../../../../dist/config/values/peers.js';

test('peers are addresses with a port, URLs without a path, and names to look up', () => {
  assert.deepEqual(
    parsePeers(
      'mock-2:8080, 10.0.0.5:80,[::1]:8080,https://Mock.Example/,http://a:81,dns://mocks.ns:8080,dns+srv://_http._tcp.mocks.ns.',
    ),
    [
      { kind: 'url', url: 'http://mock-2:8080' },
      { kind: 'url', url: 'http://10.0.0.5' },
      { kind: 'url', url: 'http://[::1]:8080' },
      { kind: 'url', url: 'https://mock.example' },
      { kind: 'url', url: 'http://a:81' },
      { kind: 'dns', name: 'mocks.ns', port: 8080 },
      { kind: 'srv', name: '_http._tcp.mocks.ns.' },
    ],
  );
});

test('what is no place of a peer is refused, as are too many', () => {
  for (const text of [
    '',
    ',',
    'mock',
    'mock:0',
    'mock:65536',
    'mock:8080/',
    'http://mock/admin',
    'http://mock?x',
    'http://user:key@mock',
    'ftp://mock',
    'dns://mocks',
    'dns://mocks:65536',
    'dns://mo cks:1',
    'dns+srv://',
    'dns+srv://mocks:8080',
    'srv://mocks',
    'a:1,,b:1',
  ]) {
    assert.equal(parsePeers(text), null, text);
  }
  const many = (count: number) => Array.from({ length: count }, (_, at) => `mock:${at + 1}`).join(',');
  assert.equal(parsePeers(many(PEERS_MAX))?.length, PEERS_MAX);
  assert.equal(parsePeers(many(PEERS_MAX + 1)), null);
});

test('a place can be given as it is told', () => {
  for (const text of ['https://mock.example', 'dns://mocks:80', 'dns+srv://_http._tcp.mocks']) {
    assert.deepEqual((parsePeers(text) ?? []).map(peerText), [text]);
  }
});
