import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiRoute } from '../../../../dist/main/reading/api-routes.js';
import { type Remembered, RequestMemo } from '../../../../dist/main/reading/request-memo.js';

const ROUTE = { endpoint: 0 } as ApiRoute;
const OTHER_ROUTE = { endpoint: 1 } as ApiRoute;
const ASKED = { profile: {}, seed: 1 } as never;
const BODY = Buffer.from('{"model":"m","messages":[{"role":"user","content":"hello"}]}');

const something = (): Remembered => ({}) as Remembered;

/** Looks for it as often as it takes to be kept, and keeps it. */
function learn(memo: RequestMemo, body: Buffer, remembered: Remembered, route = ROUTE): void {
  for (let times = 0; times < 3; times++) assert.equal(memo.find(route, null, body), null);
  assert.equal(memo.comesAgain, true);
  memo.keep(remembered);
}

test('what a body came to is kept at the third time, and found from then on by an equal one', () => {
  const memo = new RequestMemo();
  const remembered = something();
  assert.equal(memo.find(ROUTE, null, BODY), null);
  assert.equal(memo.comesAgain, false);
  assert.equal(memo.find(ROUTE, null, BODY), null);
  assert.equal(memo.comesAgain, false);
  assert.equal(memo.find(ROUTE, null, BODY), null);
  assert.equal(memo.comesAgain, true);
  memo.keep(remembered);
  assert.equal(memo.find(ROUTE, null, Buffer.from(BODY)), remembered);
});

test('the body that was looked at may be written over: a copy is kept', () => {
  const memo = new RequestMemo();
  const remembered = something();
  const lent = Buffer.from(BODY);
  learn(memo, lent, remembered);
  lent.fill('x');
  assert.equal(memo.find(ROUTE, null, BODY), remembered);
  assert.equal(memo.find(ROUTE, null, lent), null);
});

test('another route, other overrides, or one other byte anywhere is another request', () => {
  for (const length of [BODY.length, 1_000, 65_536]) {
    const body = Buffer.alloc(length, BODY);
    for (const at of [0, 1, 57, length >> 1, length - 25, length - 1]) {
      const memo = new RequestMemo();
      learn(memo, body, something());
      const changed = Buffer.from(body);
      changed[at] = (changed[at] as number) ^ 1;
      assert.equal(memo.find(ROUTE, null, changed), null, `byte ${at} of ${length}`);
    }
  }
  for (const [route, asked] of [
    [OTHER_ROUTE, null],
    [ROUTE, ASKED],
  ] as const) {
    const memo = new RequestMemo();
    learn(memo, BODY, something());
    assert.equal(memo.find(route, asked, BODY), null);
    assert.equal(memo.comesAgain, false, 'and what was kept is not kept under its name');
  }
});

test('a body that begins like a longer one, or goes on behind a shorter one, is another', () => {
  const memo = new RequestMemo();
  learn(memo, BODY, something());
  assert.equal(memo.find(ROUTE, null, BODY.subarray(0, -1)), null);
  assert.equal(memo.find(ROUTE, null, Buffer.concat([BODY, Buffer.from(' ')])), null);
});

test('many requests in turn are all remembered', () => {
  const memo = new RequestMemo();
  const bodies = Array.from({ length: 8 }, (_, index) => Buffer.from(`{"model":"m","prompt":"${index}"}`));
  const found = (): number => bodies.filter((body) => memo.find(ROUTE, null, body) !== null).length;
  for (let round = 0; round < 3; round++) {
    for (const body of bodies)
      if (memo.find(ROUTE, null, body) === null && memo.comesAgain) memo.keep(something());
  }
  // By chance two of them may have one place.
  assert.ok(found() >= 6, `${found()} of 8`);
});

test('it is bounded in bytes: what would go beyond takes the place of all', () => {
  const memo = new RequestMemo();
  const large = (index: number): Buffer => Buffer.alloc(65_536, String(1_000 + index * 7));
  learn(memo, BODY, something());
  for (let index = 0; index < 24; index++)
    for (let times = 0; times < 3; times++) memo.find(ROUTE, null, large(index));
  assert.equal(memo.find(ROUTE, null, BODY), null);
  assert.equal(memo.comesAgain, false);
});

test('clear forgets everything', () => {
  const memo = new RequestMemo();
  learn(memo, BODY, something());
  memo.clear();
  assert.equal(memo.find(ROUTE, null, BODY), null);
});
