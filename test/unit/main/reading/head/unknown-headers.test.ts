import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OVERRIDES } from '../../../../../dist/behavior/profile/overrides.js';
import { UnknownHeaders } from '../../../../../dist/main/reading/head/unknown-headers.js';
import type { RequestHead } from '../../../../../dist/main/transport/transport.js';
import { requestHead } from '../../../../support/request-head.js';

/** As many headers as clients in Python and JavaScript send. */
const MANY = Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`x-stainless-${index}`, '1']));
const PLAIN_HEADERS = { host: 'test', 'x-request-id': '1', 'x-mock': 'no dash', ...MANY };
const WRONG_HEADERS = { host: 'test', 'x-mock-dleay': '1s', 'x-mock-status': '429', ...MANY };
const PLAIN = requestHead(PLAIN_HEADERS);
const WRONG = requestHead(WRONG_HEADERS);
const FEW = requestHead({ host: 'test', 'content-type': 'application/json', 'x-mock-delay': '2s' });

const WANTED = new Map([
  ['x-mock-delay', 0],
  ['x-ttft-ms', 7],
]);

/** The unknown header that is found, '' where there is none or the head was not looked at. */
class Finder {
  readonly unknown = new UnknownHeaders(WANTED);

  find(head: RequestHead, nowMs: number): string {
    this.unknown.look(head, nowMs);
    return this.unknown.hasLooked ? this.unknown.found : '';
  }
}

/** A head that is not looked at as a whole unless it is asked for; it is counted how often that was. */
function costlyHead(headers: Readonly<Record<string, string>>): {
  readonly head: RequestHead;
  looks: number;
} {
  const plain = requestHead(headers);
  const counted = {
    looks: 0,
    head: {
      ...plain,
      extensions: null,
      survey: () => {
        counted.looks++;
        return plain.survey();
      },
    },
  };
  return counted;
}

test('the first header that begins as ours and is none is found, and forgotten with its request', () => {
  const unknown = new Finder();
  assert.equal(unknown.find(WRONG, 0), 'x-mock-dleay');
  assert.equal(unknown.find(PLAIN, 0), '');
});

test('all that are known pass, and so does the header of an answer that was sent back', () => {
  const known = [...OVERRIDES.map(({ header }) => header), 'x-mock-queue-ms'];
  const head = requestHead(Object.fromEntries(known.map((name) => [name, '1'])));
  assert.equal(new Finder().find(head, 0), '');
});

test('of a second 1,000 heads are looked at, and of the next as many again', () => {
  const unknown = new Finder();
  const counted = costlyHead(PLAIN_HEADERS);
  for (let request = 0; request < 3_000; request++) unknown.find(counted.head, 5 + request / 10);
  assert.equal(counted.looks, 1_000);
  const { head } = costlyHead(WRONG_HEADERS);
  assert.equal(unknown.find(head, 1_004.9), '');
  assert.equal(unknown.find(head, 1_005), 'x-mock-dleay');
});

test('for ten seconds after an unknown one all heads are looked at', () => {
  const unknown = new Finder();
  unknown.find(costlyHead(WRONG_HEADERS).head, 0);
  const counted = costlyHead(PLAIN_HEADERS);
  for (let request = 0; request < 20_000; request++) unknown.find(counted.head, request / 2);
  assert.equal(counted.looks, 20_000);
  counted.looks = 0;
  for (let request = 0; request < 3_000; request++) unknown.find(counted.head, 10_000);
  assert.equal(counted.looks, 1_000);
});

test('what a head asks for is found with it, and an empty value asks for nothing', () => {
  const unknown = new UnknownHeaders(WANTED);
  unknown.look(requestHead({ host: 'test', 'x-ttft-ms': '30', 'x-mock-delay': '2s' }), 0);
  assert.deepEqual([unknown.hasLooked, unknown.asked], [true, '7 30\n0 2s\n']);
  unknown.look(requestHead({ host: 'test', 'x-mock-delay': '' }), 0);
  assert.deepEqual([unknown.hasLooked, unknown.asked], [true, '']);
});

test('heads of which all headers are known are all read, and take nothing from what others may be looked at', () => {
  const unknown = new UnknownHeaders(WANTED);
  for (let request = 0; request < 5_000; request++) {
    unknown.look(FEW, 0);
    assert.deepEqual([unknown.hasLooked, unknown.asked], [true, '0 2s\n']);
  }
  const counted = costlyHead(PLAIN_HEADERS);
  for (let request = 0; request < 5_000; request++) {
    unknown.look(counted.head, 0);
    assert.equal(unknown.hasLooked, request < 1_000);
  }
  assert.equal(counted.looks, 1_000);
});
