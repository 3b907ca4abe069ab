import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFixedContent } from '../../../../dist/behavior/content/content.js';
import { AT_ONCE } from '../../../../dist/behavior/plan/pace.js';
import type { Plan } from '../../../../dist/behavior/plan/plan.js';
import { nextRequestId } from '../../../../dist/main/admission/request-id.js';
import { CountedRows } from '../../../../dist/main/reading/counted-rows.js';
import { PlannedRequest } from '../../../../dist/main/reading/planned-request.js';
import { SharedReply } from '../../../../dist/main/reading/shared-reply.js';
import type { ModelRequest, Protocol } from '../../../../dist/protocols/contract/protocol.js';
import { SharedState } from '../../../../dist/shared/state.js';
import { CountedUsage } from '../../../../dist/workers/token-counter.js';

const { same: text } = createFixedContent('hello');
const PLAN = {
  text,
  tokens: 1,
  parts: null,
  finish: 'stop',
  stopText: null,
  firstMs: 0,
  totalMs: 0,
  limitMs: 0,
  pace: AT_ONCE,
  fault: null,
} as Plan;
const REQUEST = { promptTokens: 3, choices: 1, keptBytes: 0 } as ModelRequest;
const ROW = new CountedRows(SharedState.create(1), false).of(null);

function countingProtocol() {
  let count = 0;
  const protocol = {
    encodeReply: (_request, { uuid, createdSeconds, usage }) => {
      count++;
      return `${uuid} ${createdSeconds} ${usage.promptTokens}`;
    },
  } as Protocol;
  return { protocol, encoded: () => count };
}

function exact(promptTokens: number): CountedUsage {
  return Object.assign(new CountedUsage(promptTokens, 1), { isEstimate: false });
}

const SECONDS = 1_700_000_000;

test('requests that share a reply have it encoded once, and each gets its own id', () => {
  const { protocol, encoded } = countingProtocol();
  const planned = new PlannedRequest(REQUEST, PLAN, null, new SharedReply(), ROW);
  planned.encodeReply(protocol, nextRequestId(), SECONDS);
  const before = encoded();
  for (let count = 0; count < 5; count++) {
    const id = nextRequestId();
    assert.match(String(planned.encodeReply(protocol, id, SECONDS)), new RegExp(`^${id.uuid} ${SECONDS} 3$`));
  }
  assert.equal(encoded(), before);
});

test('an estimate is not what others share: what was counted is', () => {
  const { protocol, encoded } = countingProtocol();
  const reply = new SharedReply();
  new PlannedRequest(REQUEST, PLAN, new CountedUsage(3, 1), reply, ROW).encodeReply(
    protocol,
    nextRequestId(),
    SECONDS,
  );
  new PlannedRequest(REQUEST, PLAN, exact(7), reply, ROW).encodeReply(protocol, nextRequestId(), SECONDS);
  const before = encoded();
  const again = new PlannedRequest(REQUEST, PLAN, exact(7), reply, ROW).encodeReply(
    protocol,
    nextRequestId(),
    SECONDS,
  );
  assert.match(String(again), / 7$/);
  assert.equal(encoded(), before);
});

test('a reply that tells other cached tokens is not what others share', () => {
  const protocol = {
    encodeReply: (_request, { uuid, createdSeconds, usage }) =>
      `${uuid} ${createdSeconds} ${usage.cached?.read ?? 0}`,
  } as Protocol;
  const reply = new SharedReply();
  const told = (read: number | null): string => {
    const cached = read === null ? null : { read, created: 0, totalTokens: 3, stepTokens: 1 };
    const counted = Object.assign(exact(3), { cached });
    const planned = new PlannedRequest(REQUEST, PLAN, counted, reply, ROW);
    return String(planned.encodeReply(protocol, nextRequestId(), SECONDS)).split(' ')[2] as string;
  };
  assert.deepEqual([null, 1, 2, 0, null].map(told), ['0', '1', '2', '0', '0']);
});

test('what was counted for one is not told to another that nobody counted, though the plan is the same', () => {
  const { protocol } = countingProtocol();
  const reply = new SharedReply();
  const say = (counted: CountedUsage | null) =>
    String(
      new PlannedRequest(REQUEST, PLAN, counted, reply, ROW).encodeReply(protocol, nextRequestId(), SECONDS),
    );
  assert.match(say(exact(7)), / 7$/);
  assert.match(say(null), / 3$/);
});
