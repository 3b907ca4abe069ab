// Owns: a streamed reply as its client sees it, each event with the time of its arrival.
// Runs on: the test process. Must never: leave a connection behind.

import { after } from 'node:test';
import { createParser } from 'eventsource-parser';
import { Agent, request } from 'undici';

export interface TimedEvent {
  readonly data: string;
  /** Since the request was sent. */
  readonly atMs: number;
}

export interface StreamReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly events: readonly TimedEvent[];
  /** Texts of all choices, joined by index. */
  readonly texts: readonly string[];
  /** When the reply was complete, since the request was sent. */
  readonly endedAtMs: number;
}

export interface StreamOptions {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The clock of the times, if not the process' own. */
  readonly now?: () => number;
  /** Called for each event as it comes. */
  readonly onEvent?: () => void;
}

const agent = new Agent({ connections: 2_000, pipelining: 1 });
after(() => agent.close());

/** Asks for a chat stream and reads it to its end; `fields` go into the body beside the messages. */
export async function streamChat(
  url: string,
  fields: object = {},
  options: StreamOptions = {},
): Promise<StreamReply> {
  const { now = () => performance.now(), onEvent = () => {} } = options;
  const startedAt = now();
  const events: TimedEvent[] = [];
  const parser = createParser({
    onEvent: ({ data }) => {
      events.push({ data, atMs: now() - startedAt });
      onEvent();
    },
  });
  const { statusCode, headers, body } = await request(`${url}${options.path ?? '/v1/chat/completions'}`, {
    method: 'POST',
    dispatcher: agent,
    headers: { 'content-type': 'application/json', ...options.headers },
    body: JSON.stringify({ stream: true, messages: [{ role: 'user', content: 'hello' }], ...fields }),
  });
  const decoder = new TextDecoder();
  for await (const piece of body) parser.feed(decoder.decode(piece as Buffer, { stream: true }));
  const endedAtMs = now() - startedAt;
  return { status: statusCode, headers, events, texts: textsOf(events), endedAtMs };
}

function textsOf(events: readonly TimedEvent[]): readonly string[] {
  const texts: string[] = [];
  for (const { data } of events) {
    if (!data.startsWith('{')) continue;
    for (const { index, delta } of (JSON.parse(data) as Chunk).choices ?? []) {
      texts[index] = (texts[index] ?? '') + (delta?.content ?? '');
    }
  }
  return texts;
}

interface Chunk {
  readonly choices?: readonly { readonly index: number; readonly delta?: { readonly content?: string } }[];
}

/** The events that carry text, of a stream with one choice. */
export function pieceEvents({ events }: StreamReply): readonly TimedEvent[] {
  return events.filter(({ data }) => /"delta":\{"content":/.test(data));
}
