// Owns: reading a stream of server-sent events as strictly as we write it.
// Runs on: the test process. Must never: forgive what a lenient client would, such as a missing blank line.

import assert from 'node:assert/strict';

export interface SseEvent {
  /** null where the event has no name. */
  readonly name: string | null;
  readonly data: string;
}

/** Every event: at most a line `event: `, exactly one line `data: `, a blank line. Throws on anything else. */
export function parseSse(text: string): readonly SseEvent[] {
  if (text === '') return [];
  assert.equal(text.includes('\r'), false, 'a carriage return outside of JSON');
  assert.equal(text.endsWith('\n\n'), true, 'the last event is not ended by a blank line');
  return text.slice(0, -2).split('\n\n').map(parseEvent);
}

function parseEvent(text: string): SseEvent {
  const match = /^(?:event: ([a-z_.]+)\n)?data: (\S[^\n]*)$/.exec(text);
  assert.notEqual(match, null, `not one event: ${JSON.stringify(text)}`);
  return { name: match?.[1] ?? null, data: match?.[2] as string };
}

/** The data of every event as JSON; a last `[DONE]` must be there or not, as told. */
export function parseSseJson(text: string, endsWithDone: boolean): readonly Record<string, unknown>[] {
  const events = parseSse(text);
  const last = events.at(-1)?.data;
  assert.equal(last === '[DONE]', endsWithDone, `the stream ends with ${last}`);
  return (endsWithDone ? events.slice(0, -1) : events).map(({ name, data }) => {
    const value = JSON.parse(data) as Record<string, unknown>;
    if (name !== null) assert.equal(value.type, name, 'the name of an event is its type');
    return value;
  });
}
