// Owns: when the streams of the bench's own servers say their tokens. Must never: start a server.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { saidIn } from '../servers/pieces.js';
import { eventsOf } from '../servers/prepared.js';
import { type Outlet, say } from '../servers/saying.js';
import { Visit } from '../servers/visits.js';

interface Write {
  readonly text: string;
  readonly afterMs: number;
}

/** Says what it is told; resolves with what was written, and when. */
function writesOf(
  events: readonly string[],
  gapMs: number,
  onWrite: (text: string) => void,
): Promise<Write[]> {
  const visit = new Visit();
  const writes: Write[] = [];
  const note = (text: string): void => {
    writes.push({ text, afterMs: performance.now() - visit.arrivedMs });
    onWrite(text);
  };
  return new Promise((resolve) => {
    const outlet: Outlet = {
      write: note,
      end(text) {
        note(text);
        resolve(writes);
      },
    };
    say(visit, events, gapMs, outlet);
  });
}

function blockFor(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

test('No token is early, and a late one does not delay the next', async () => {
  const writes = await writesOf(['1', '2', '3', '4', '5', '6'], 20, (text) => {
    if (text === '1') blockFor(50);
  });
  assert.deepEqual(writes[0]?.text, '1');
  assert.equal(writes.map(({ text }) => text).join(''), '123456');
  assert.ok(writes[1]?.text.startsWith('23'), 'what fell due while the loop was blocked is written as one');
  let tokens = 0;
  for (const { text, afterMs } of writes) {
    tokens += text.length;
    assert.ok(afterMs >= tokens * 20, `${text} came after ${afterMs} ms`);
  }
});

test('Without gaps everything is written at once, without a timer', async () => {
  const written: string[] = [];
  const whole = writesOf(['1', '2', '3'], 0, (text) => written.push(text));
  assert.deepEqual(written, ['123']);
  await whole;
});

test('Nothing is said to a client that has left', () => {
  const visit = new Visit();
  visit.end();
  const nobody = (): void => assert.fail('somebody was written to');
  say(visit, ['1'], 0, { write: nobody, end: nobody });
});

test('The text is said in its words, again and again, with a space in between', () => {
  assert.equal(saidIn(2), 'This is');
  assert.match(saidIn(17), /paid for This$/);
});

test('The role comes with the first token, the finish and the end with the last', () => {
  const events = eventsOf(3);
  assert.equal(events.length, 3);
  assert.deepEqual(
    events.map((text) => text.split('data: ').length - 1),
    [2, 1, 3],
  );
  assert.match(events[2] ?? '', /"finish_reason":"stop"}]}\n\ndata: \[DONE]\n\n$/);
  assert.equal(eventsOf(1).length, 1);
});
