import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AllowedHosts } from '../../../../../dist/main/transport/browsers/allowed-hosts.js';
import { BrowserRules } from '../../../../../dist/main/transport/browsers/browser-rules.js';
import { ERROR_KINDS } from '../../../../../dist/shared/errors.js';
import { requestHead } from '../../../../support/request-head.js';

const { misdirected, unsupportedType } = ERROR_KINDS;
const OPEN = new BrowserRules({ hosts: null, crossOrigin: null });
const NAMED = new BrowserRules({
  hosts: AllowedHosts.of('mock.example,*.b.example,10.0.0.5,[::1]'),
  crossOrigin: null,
});

test('without the setting, or with *, every name will do', () => {
  for (const setting of [null, '*']) assert.equal(AllowedHosts.of(setting), null);
  for (const audience of ['people', 'machines', 'programs'] as const) {
    assert.equal(OPEN.checkPage(requestHead({ host: 'evil.example' }), audience), null);
  }
  assert.deepEqual([OPEN.looksAtAll, NAMED.looksAtAll], [false, true]);
});

test('a page for people is there under the names of the setting alone', () => {
  for (const host of [
    'mock.example',
    'MOCK.EXAMPLE.:8080',
    'a.b.example',
    'c.a.b.example:1',
    '10.0.0.5:80',
    '[::1]',
  ]) {
    assert.equal(NAMED.checkPage(requestHead({ host }), 'people'), null, host);
  }
  for (const host of [
    '',
    'evil.example',
    'b.example',
    'ab.example',
    'mock.example.evil.example',
    'evilmock.example',
    '10.0.0.6',
    '127.0.0.1',
    'localhost',
    'mock.example@evil.example',
  ]) {
    const headers = { host, 'x-forwarded-host': 'mock.example', forwarded: 'host=mock.example' };
    assert.equal(NAMED.checkPage(requestHead(headers), 'people')?.kind, misdirected, host);
  }
});

test('probes and scrapes come by address, as localhost, or say no host; no other name will do', () => {
  for (const host of ['', 'localhost:8080', '127.0.0.1', '10.1.2.3:9000', '[::1]:80', 'mock.example']) {
    assert.equal(NAMED.checkPage(requestHead({ host }), 'machines'), null, host);
  }
  for (const host of ['evil.example', 'localhost.evil.example', '10.0.0.5.evil.example', 'not a host']) {
    assert.equal(NAMED.checkPage(requestHead({ host }), 'machines')?.kind, misdirected, host);
  }
  assert.equal(NAMED.checkPage(requestHead({ host: 'evil.example' }), 'programs'), null);
});

test('programs may use the APIs under any name, and pages under an allowed one', () => {
  const own = {
    origin: 'http://evil.example:8080',
    host: 'evil.example:8080',
    'content-type': 'application/json',
  };
  assert.equal(NAMED.checkPost(requestHead(own))?.kind, misdirected);
  assert.equal(NAMED.checkPost(requestHead({ ...own, 'sec-fetch-site': 'same-origin' }))?.kind, misdirected);
  assert.equal(NAMED.checkPost(requestHead({ host: 'any.name' })), null);
  assert.equal(NAMED.checkPost(requestHead({ host: 'mock.example', origin: 'http://mock.example' })), null);
  assert.equal(OPEN.checkPost(requestHead(own)), null);
});

const OTHERS = [
  { origin: 'https://evil.example', host: 'mock' },
  { origin: 'https://evil.example', host: 'mock', 'sec-fetch-site': 'cross-site' },
  { origin: 'http://mock:3000', host: 'mock:8080', 'sec-fetch-site': 'same-site' },
  { origin: 'http://mock:3000', host: 'mock:8080' },
  { origin: 'null', host: 'mock' },
  { 'sec-fetch-site': 'cross-site', host: 'mock' },
];
const OWN = [
  { origin: 'http://mock:8080', host: 'mock:8080' },
  { origin: 'https://mock.example', host: 'upstream', 'x-forwarded-host': 'mock.example' },
  { origin: 'https://mock.example', host: 'upstream', 'sec-fetch-site': 'same-origin' },
  { 'sec-fetch-site': 'none' },
  {},
];
const WITHOUT_ASKING = [
  'text/plain',
  'text/plain;charset=UTF-8',
  'multipart/form-data; boundary=x',
  'text/json',
  '',
];

test('what a page of another origin sends has to be JSON, for which its browser asks before', () => {
  for (const headers of OTHERS) {
    for (const type of WITHOUT_ASKING) {
      const head = requestHead({ ...headers, 'content-type': type });
      assert.equal(OPEN.checkPost(head)?.kind, unsupportedType, JSON.stringify([headers, type]));
    }
    for (const type of ['application/json', 'Application/JSON; charset=utf-8', 'application/vnd.api+json']) {
      assert.equal(OPEN.checkPost(requestHead({ ...headers, 'content-type': type })), null, type);
    }
  }
});

test('the own page and programs may send whatever they want', () => {
  for (const headers of OWN) {
    for (const type of WITHOUT_ASKING) {
      assert.equal(OPEN.checkPost(requestHead({ ...headers, 'content-type': type })), null);
    }
  }
});

test('an origin that CORS_ORIGIN names may, too', () => {
  const rules = new BrowserRules({
    hosts: null,
    crossOrigin: { allows: (origin) => origin === 'https://a.example' },
  });
  const from = (origin: string) =>
    rules.checkPost(requestHead({ origin, host: 'mock', 'content-type': 'text/plain' }));
  assert.equal(from('https://a.example'), null);
  assert.equal(from('https://b.example')?.kind, unsupportedType);
});
