import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostnameIn, isAddress, parseHosts } from '../../../../dist/config/values/hosts.js';

test('a host is compared without its port, its case and the dot at its end', () => {
  for (const host of [
    'mock.example',
    'MOCK.example',
    'mock.example.',
    'mock.example:8080',
    'Mock.Example.:1',
  ]) {
    assert.equal(hostnameIn(host), 'mock.example', host);
  }
  for (const host of ['[::1]', '[::1]:8080', '[0:0:0:0:0:0:0:1]'])
    assert.equal(hostnameIn(host), '[::1]', host);
  assert.equal(hostnameIn('bücher.example'), 'xn--bcher-kva.example');
  assert.equal(hostnameIn('llm_mock'), 'llm_mock');
});

test('what is no host is none', () => {
  for (const host of [
    '',
    '.',
    ':80',
    'a b',
    'a/b',
    'user@a',
    'a?b',
    'a#b',
    '[::1',
    '::1',
    'a:b',
    '[nope]',
    'a%41',
  ]) {
    assert.equal(hostnameIn(host), null, host);
  }
});

test('an address is told from a name', () => {
  for (const host of ['10.0.0.5', '[::1]', '[fe80::1]']) assert.equal(isAddress(host), true, host);
  for (const host of ['localhost', '10.example', 'a.10.0.0.5.example'])
    assert.equal(isAddress(host), false, host);
});

test('a list of patterns is read as a whole or not at all', () => {
  assert.deepEqual(parseHosts(' Mock.Example:80, *.b.example,::1'), [
    { name: 'mock.example', isBelow: false },
    { name: 'b.example', isBelow: true },
    { name: '[::1]', isBelow: false },
  ]);
  for (const text of ['', 'a,', '*', '*.', '*.::1', '*.10.0.0.5', '**.a', 'http://a']) {
    assert.equal(parseHosts(text), null, text);
  }
});
