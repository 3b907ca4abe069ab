import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SkippedEvents } from '../../../../dist/protocols/openai/responses/skipped-events.js';

const EVENTS = [
  'event: a\ndata: {"n":0}\n\n',
  'event: b\ndata: {"n":1,"text":"é\\n\\n"}\n\n',
  'data: 2\n\n',
  'data: 3\n\n',
];
const STREAM = Buffer.from(EVENTS.join(''));

test('wherever a stream is cut, what is left of it begins behind as many events as are skipped', () => {
  const cuts = fc.array(fc.integer({ min: 0, max: STREAM.length }));
  fc.assert(
    fc.property(cuts, fc.integer({ min: 0, max: EVENTS.length + 2 }), (places, skipped) => {
      const edges = [0, ...places.toSorted((one, other) => one - other), STREAM.length];
      const events = new SkippedEvents(skipped);
      const rest = edges
        .slice(1)
        .map((edge, index) => events.restOfBytes(STREAM.subarray(edges[index], edge)));
      assert.equal(Buffer.concat(rest).toString(), EVENTS.slice(skipped).join(''));
    }),
  );
});

test('texts and bytes of one stream may follow one another', () => {
  const events = new SkippedEvents(2);
  const bytes = Buffer.from(`${EVENTS[1]}${EVENTS[2]}`);
  assert.equal(events.restOf(EVENTS[0] as string), '');
  assert.equal(events.restOf(''), '');
  assert.equal(events.restOfBytes(bytes).toString(), EVENTS[2]);
  assert.equal(events.restOf('more'), 'more');
});
