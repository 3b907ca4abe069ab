import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeptInput, KeptInputs } from '../../../../dist/main/stored/kept-inputs.js';
import { StoredResponses } from '../../../../dist/main/stored/stored-responses.js';
import type { Answer, ModelRequest } from '../../../../dist/protocols/contract/protocol.js';
import { isApiError } from '../../../../dist/shared/errors.js';

const MIB = 1_048_576;
const USAGE = { promptTokens: 7, completionTokens: 5 };

function rig(entriesMax: number, threads = 1) {
  const clock = { nowMs: 1_000 };
  const stored = new StoredResponses({
    entriesMax,
    threads,
    now: () => clock.nowMs,
    isOwnId: (uuid) => uuid.startsWith('own-'),
  });
  const add = (uuid: string, { ownBytes = 0, firstInMs = 0, doneInMs = 0 } = {}) =>
    stored.add(
      {
        request: {} as ModelRequest,
        answer: { uuid, usage: USAGE } as Answer,
        input: new KeptInput(false),
        ownBytes,
      },
      firstInMs,
      doneInMs,
    );
  const there = (...uuids: string[]) => uuids.filter((uuid) => stored.find(`resp_${uuid}`) !== null);
  return { clock, stored, add, there };
}

test('the oldest response goes first where there are more than the setting allows', () => {
  const { add, there } = rig(2);
  for (const uuid of ['a', 'b', 'c']) add(uuid);
  assert.deepEqual(there('a', 'b', 'c'), ['b', 'c']);
});

test('responses with texts of their own go where those come to more bytes than there is room for', () => {
  const { add, there, stored } = rig(1_000);
  add('a', { ownBytes: 9 * MIB });
  add('b', { ownBytes: 6 * MIB });
  assert.deepEqual(there('a', 'b'), ['a', 'b']);
  add('c', { ownBytes: 2 * MIB });
  assert.deepEqual(there('a', 'b', 'c'), ['b', 'c']);
  assert.equal(stored.delete('resp_b'), true);
  add('d', { ownBytes: 13 * MIB });
  assert.deepEqual(there('b', 'c', 'd'), ['c', 'd']);
});

test('each of several threads keeps its part of the bytes that one would', () => {
  const { add, there, stored } = rig(1_000, 4);
  add('a', { ownBytes: 3 * MIB });
  assert.deepEqual(there('a'), ['a']);
  add('b', { ownBytes: 2 * MIB });
  assert.deepEqual(there('a', 'b'), ['b']);
  const inputs = Array.from({ length: 40 }, () => stored.inputs.keep(Buffer.alloc(65_536), false));
  assert.equal(inputs.filter(({ body }) => body !== null).length, Math.floor((2 * MIB) / (65_536 + 96)));
});

test('what is no id of a response finds nothing', () => {
  const { add, stored } = rig(2);
  add('a');
  for (const id of ['', 'a', 'resp_', 'resp_b', 'chatcmpl-a', '__proto__'])
    assert.equal(stored.find(id), null, id);
});

test('a response is queued, in progress and done by the clock, unless it was cancelled', () => {
  const { clock, add, stored } = rig(2);
  const entry = add('a', { firstInMs: 10, doneInMs: 30 });
  const progress = [0, 9, 10, 29, 30].map((ms) => {
    clock.nowMs = 1_000 + ms;
    return stored.progressOf(entry);
  });
  assert.deepEqual(progress, ['queued', 'queued', 'in_progress', 'in_progress', 'done']);
  entry.isCancelled = true;
  assert.equal(stored.progressOf(entry), 'cancelled');
});

test('a conversation goes on with what is stored or was forgotten, and with nothing else', () => {
  const { add, stored } = rig(1);
  add('own-1');
  assert.equal(stored.tokensBefore('resp_own-1'), 12);
  add('own-2');
  assert.equal(stored.tokensBefore('resp_own-1'), 0);
  stored.delete('resp_own-2');
  for (const id of ['resp_own-2', 'resp_other', 'own-1', '']) {
    const error = stored.tokensBefore(id);
    if (typeof error === 'number') assert.fail(id);
    assert.ok(isApiError(error));
    assert.deepEqual([error.kind.status, error.kind.code], [400, 'previous_response_not_found']);
    assert.equal(error.message, `Previous response with id '${id}' not found.`);
  }
});

test('the oldest bodies are let go where they come to more bytes than there is room for', () => {
  const inputs = new KeptInputs();
  const body = Buffer.alloc(65_536, 'x');
  const kept = Array.from({ length: 128 }, () => inputs.keep(body, false));
  const there = kept.map(({ body: text }) => text !== null);
  assert.deepEqual([there[0], there.indexOf(true), there.at(-1)], [false, 1, true]);
  inputs.renew(kept[0] as KeptInput, body);
  assert.equal(kept[0]?.body?.length, 65_536);
  assert.equal(kept[1]?.body, null);
});

test('a body that is long, or not at hand, is not kept; one that is kept is not kept twice', () => {
  const inputs = new KeptInputs();
  assert.equal(inputs.keep(Buffer.alloc(65_537), false).body, null);
  assert.equal(inputs.keep(null, true).body, null);
  const input = inputs.keep(Buffer.from('你'), true);
  assert.equal(Buffer.from(input.body ?? '', 'latin1').toString(), '你');
  inputs.renew(input, Buffer.from('other'));
  assert.equal(input.body?.length, 3);
});
