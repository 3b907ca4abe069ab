import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BodyShelf, KEPT_CHARACTERS_MAX } from '../../../../dist/main/records/body-shelf.js';
import { JOURNAL_ENTRIES_MAX } from '../../../../dist/main/records/journal.js';
import { Recorder } from '../../../../dist/main/records/recorder.js';
import { requestHead } from '../../../support/request-head.js';

const ALL = { limit: JOURNAL_ENTRIES_MAX, since: 0, model: null, status: null };

function rig(bodyBytesMax: number) {
  const recorder = new Recorder({ now: () => 0, bodyBytesMax });
  const begin = (body: string) => {
    const record = recorder.begin({ endpoint: 0 }, requestHead({}), 0);
    record.keepBody(Buffer.from(body));
    return record;
  };
  return {
    recorder,
    begin,
    ask: (body: string) => begin(body).end(200, null, null, 0),
    bodies: () => recorder.journal.read(ALL).map(({ body }) => body),
  };
}

test('a body is kept as far as it may be, and one that was cut says so', () => {
  const { ask, bodies } = rig(8);
  ask('{"a": 1}');
  ask('a b c d e f g');
  assert.deepEqual(bodies(), ['a b c d ***…', '{"a": 1}']);
});

test('a cut through a character leaves none of it', () => {
  const shelf = new BodyShelf(4, () => null);
  assert.equal(shelf.keep(Buffer.from('你好')), '你***…');
});

test('what looks like a secret is masked before it is kept', () => {
  const { ask, bodies } = rig(1_000);
  ask('{"content": "my key is sk-abcdefgh12345678"}');
  assert.deepEqual(bodies(), ['{"content": "my key is ***"}']);
});

test('without JOURNAL_BODIES nothing is kept', () => {
  const { ask, bodies, recorder } = rig(0);
  ask('hello');
  assert.equal(recorder.bodies, null);
  assert.deepEqual(bodies(), [null]);
});

test('all of them together have a bound: the oldest go, and nothing is lost count of', () => {
  const body = 'a b '.repeat(4_096);
  const { ask, bodies, recorder } = rig(16_384);
  const most = KEPT_CHARACTERS_MAX / body.length;
  for (let count = 0; count < most + 10; count++) ask(body);
  assert.equal(bodies().filter((one) => one !== null).length, most);
  assert.ok(
    bodies()
      .slice(-10)
      .every((one) => one === null),
  );
  assert.equal(recorder.bodies?.characters, KEPT_CHARACTERS_MAX);
  // What is short pushes out no more than it needs.
  ask('short');
  assert.equal(bodies().filter((one) => one !== null).length, most);
  for (let count = 0; count < JOURNAL_ENTRIES_MAX; count++) ask('x');
  assert.equal(recorder.bodies?.characters, JOURNAL_ENTRIES_MAX);
});

test('requests in flight count, and while they have all of the room no more is kept', () => {
  const body = 'a b '.repeat(4_096);
  const { begin, ask, bodies, recorder } = rig(16_384);
  const most = KEPT_CHARACTERS_MAX / body.length;
  const held = Array.from({ length: most }, () => begin(body));
  ask('late');
  assert.deepEqual(bodies(), [null]);
  for (const record of held) record.end('aborted', null, null, 0);
  assert.equal(bodies().filter((one) => one !== null).length, most);
  assert.equal(recorder.bodies?.characters, KEPT_CHARACTERS_MAX);
});

test('a journal that begins anew has its whole room again', () => {
  const { ask, bodies, recorder } = rig(100);
  ask('one');
  ask('two');
  recorder.clear();
  assert.equal(recorder.bodies?.characters, 0);
  ask('three');
  assert.deepEqual(bodies(), ['three']);
  assert.equal(recorder.bodies?.characters, 5);
});

test('each of several threads keeps its part of the characters that one would', () => {
  const shelf = new BodyShelf(16_384, () => null, 64);
  const kept = Array.from({ length: 10 }, () => shelf.keep(Buffer.alloc(16_384, 'a b ')));
  assert.ok(shelf.characters > 0 && shelf.characters <= KEPT_CHARACTERS_MAX / 64);
  assert.equal(kept.filter((text) => text !== null).length, 4);
});
