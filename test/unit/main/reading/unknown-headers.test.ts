import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OVERRIDES } from '../../../../dist/behavior/profile/overrides.js';
import { UnknownHeaders } from '../../../../dist/main/reading/unknown-headers.js';
import type { RequestHead } from '../../../../dist/main/transport/transport.js';
import { requestHead } from '../../../support/memory-transport.js';

const PLAIN = requestHead({ host: 'test', 'x-request-id': '1', 'x-mock': 'no dash' });
const WRONG = requestHead({ host: 'test', 'x-mock-dleay': '1s', 'x-mock-status': '429' });

/** A head of which it is counted how often it was looked at. */
function countedHead(): { readonly head: RequestHead; looks: number } {
  const counted = {
    looks: 0,
    head: {
      ...PLAIN,
      forEachHeader: (visit: (name: string, value: string) => void) => {
        counted.looks++;
        PLAIN.forEachHeader(visit);
      },
    },
  };
  return counted;
}

test('the first header that begins as ours and is none is found, and forgotten with its request', () => {
  const unknown = new UnknownHeaders();
  assert.equal(unknown.find(WRONG, 0), 'x-mock-dleay');
  assert.equal(unknown.find(PLAIN, 0), '');
});

test('all that are known pass, and so does the header of an answer that was sent back', () => {
  const known = [...OVERRIDES.map(({ header }) => header), 'x-mock-queue-ms'];
  const head = requestHead(Object.fromEntries(known.map((name) => [name, '1'])));
  assert.equal(new UnknownHeaders().find(head, 0), '');
});

test('of a second 1,000 heads are looked at, and of the next as many again', () => {
  const unknown = new UnknownHeaders();
  const counted = countedHead();
  for (let request = 0; request < 3_000; request++) unknown.find(counted.head, 5 + request / 10);
  assert.equal(counted.looks, 1_000);
  assert.equal(unknown.find(WRONG, 1_004.9), '');
  assert.equal(unknown.find(WRONG, 1_005), 'x-mock-dleay');
});

test('for ten seconds after an unknown one all heads are looked at', () => {
  const unknown = new UnknownHeaders();
  unknown.find(WRONG, 0);
  const counted = countedHead();
  for (let request = 0; request < 20_000; request++) unknown.find(counted.head, request / 2);
  assert.equal(counted.looks, 20_000);
  counted.looks = 0;
  for (let request = 0; request < 3_000; request++) unknown.find(counted.head, 10_000);
  assert.equal(counted.looks, 1_000);
});
