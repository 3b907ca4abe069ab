/**
 * When a large reply writes: at once, when its turn has come, and again for as long as the kernel takes it.
 */
import type { HttpResponse } from 'uWebSockets.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextRequestId } from '../../../../dist/main/admission/request-id.js';
import { type LargeSender, SharedTurns } from '../../../../dist/main/transport/shared-turns.js';
import { createReplyHead } from '../../../../dist/main/transport/transport.js';
import { UwsTransport } from '../../../../dist/main/transport/uws-transport.js';
import { openAiDialect } from '../../../../dist/protocols/openai/dialect.js';
import { ModelResponse } from '../../../support/model-response.js';

const HEAD = createReplyHead([['content-type', 'application/json']], openAiDialect);
const LENGTH = 1_000_000;

/** A reply that is begun; `isBusy`: others have the loop to themselves until the test lets it go on. */
function begin(room: number, isBusy: boolean) {
  const waiting: (() => void)[] = [];
  let nowMs = 0;
  const turns = new SharedTurns(
    () => nowMs,
    (call) => waiting.push(call),
  );
  if (isBusy) {
    turns.ask({ goOn() {} } satisfies LargeSender);
    nowMs += 1_000;
  }
  const response = new ModelResponse(false);
  response.isParsing = false;
  response.room = room;
  const events: string[] = [];
  const transport = new UwsTransport(response as unknown as HttpResponse, false, false, turns);
  transport.attach({
    onBody() {},
    onAbort: () => events.push('abort'),
    onDrain: (done) => events.push(done ? 'done' : 'drain'),
    onFault: assert.fail,
  });
  const slice = (offset: number, bytesMax: number) => Buffer.alloc(Math.min(bytesMax, LENGTH - offset));
  transport.send(200, HEAD, nextRequestId(), { length: LENGTH, slice }, false);
  return { response, events, turn: () => waiting.splice(0).forEach((call) => void call()) };
}

test('what the kernel takes at once goes out turn by turn, without its asking', () => {
  const { response, events, turn } = begin(LENGTH, false);
  assert.ok(response.written > 0 && response.written < LENGTH);
  for (let turns = 0; response.state === 'open' && turns < 10; turns++) turn();
  assert.deepEqual([response.state, response.written, events.at(-1)], ['ended', LENGTH, 'done']);
});

test('a reply that begins while others have their turn writes a short slice, and the rest later', () => {
  const { response, turn } = begin(LENGTH, true);
  const first = response.written;
  assert.ok(first > 0 && first < 10_000, `${first} bytes`);
  turn();
  assert.ok(response.written > first);
});

test('a client that has read nothing until the turn has come is not taken for one that reads', () => {
  const { response, events, turn } = begin(100, true);
  assert.equal(response.written, 100);
  turn();
  assert.deepEqual([response.written, events], [100, []]);
  response.read(200);
  assert.deepEqual(events, ['drain']);
});
