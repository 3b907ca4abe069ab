// Owns: reading a stream of server-sent events with a library, and holding what was written to one strict form.
// Runs on: the test process. Must never: forgive what a lenient client would, such as a missing blank line.

import assert from 'node:assert/strict';
import { createParser } from 'eventsource-parser';

export interface SseEvent {
  /** null where the event has no name. */
  readonly name: string | null;
  readonly data: string;
}

/** Every event: at most a line `event: `, exactly one line `data: `, a blank line. Throws on anything else. */
export function parseSse(text: string): readonly SseEvent[] {
  const events: SseEvent[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => events.push({ name: event ?? null, data }),
    onError: (error) => assert.fail(error),
  });
  parser.feed(text);
  const strict = events.map(
    ({ name, data }) => `${name === null ? '' : `event: ${name}\n`}data: ${data}\n\n`,
  );
  assert.equal(text, strict.join(''), 'not in the one form of an event');
  for (const { data } of events) assert.match(data, /^\S[^\n]*$/);
  return events;
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
