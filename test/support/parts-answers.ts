// Owns: answers that consist of parts, and their streams as they would be written.
// Runs on: the test process.

import assert from 'node:assert/strict';
import type { PlannedText } from '../../dist/behavior/content/planned-text.js';
import { JsonText } from '../../dist/behavior/parts/json-text.js';
import type { Part } from '../../dist/behavior/parts/part.js';
import { cutParts, PartsText } from '../../dist/behavior/parts/parts-text.js';
import type { Answer, ModelRequest, Protocol } from '../../dist/protocols/contract/protocol.js';
import { accept, answerOf, textOf, wholeText } from './protocol-answers.js';

const FRAME_END = /\r?\n\r?\n/g;

/** As its pieces are. */
function planned(...pieces: readonly string[]): PlannedText {
  return { ...textOf(...pieces), length: pieces.length, keptBytes: 0 };
}

export const THOUGHTS: Part = { kind: 'reasoning', text: planned('Hm', ' so'), tokens: 2 };
export const SAID: Part = { kind: 'text', text: planned('Hello', ' world'), tokens: 2 };

/** A call: `{"a":1}` is three pieces, `{"`, `a`, `":` and so on as JsonText cuts it. */
export function callOf(name: string, json: string): Part {
  const text = new JsonText(json);
  return { kind: 'call', text, tokens: text.length, name };
}

/** An answer of these parts, to a prompt of 7 tokens; no more than `tokensMax` are said. */
export function partsAnswer(all: readonly Part[], finish: Answer['finish'], tokensMax = Infinity): Answer {
  const parts = cutParts(all, tokensMax);
  const text = new PartsText(parts);
  const usage = { promptTokens: 7, completionTokens: text.length };
  return answerOf({ text, tokens: text.length, parts, finish, usage });
}

/** The whole stream that answers a body. */
export function partsStream<Request extends ModelRequest>(
  protocol: Protocol<Request>,
  body: object,
  answer: Answer,
): string {
  const events = protocol.openStream?.(accept(protocol, body, { stream: true }), answer) ?? assert.fail();
  const isSse = protocol.streamFormat.contentType.startsWith('text/event-stream');
  /** The text, which must hold so many events as the stream says. */
  const counted = (text: string, count: number): string => {
    if (isSse) assert.equal(text.match(FRAME_END)?.length ?? 0, count, text);
    return text;
  };
  let text = counted(wholeText(events.head()), events.headEvents);
  for (let index = 0; index < answer.tokens * events.pieceEvents; index++) {
    const event = events.event();
    text += counted(event, events.lastEvents ?? 1);
  }
  return text + counted(wholeText(events.tail()), events.tailEvents);
}

/** The data of each event, in order, `[DONE]` included. */
export function dataOf(stream: string): string[] {
  return stream
    .trimEnd()
    .split('\n\n')
    .map((event) => event.slice(event.indexOf('data: ') + 'data: '.length));
}
