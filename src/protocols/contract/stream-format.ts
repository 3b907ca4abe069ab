/**
 * How the pieces of a stream are framed, and what may be written where there is nothing to say. Pure data.
 */

export interface StreamFormat {
  readonly contentType: string;
  /** What clients skip, wherever a piece could stand. */
  readonly filler: string | Buffer;
  /** The same, nearly as long as a piece may be. */
  readonly padding: string | Buffer;
  /** What they skip behind the last piece; absent where that is `filler`. */
  readonly fillerBehind?: string;
  /** A frame with nothing in it. */
  readonly blank: string;
  /** Whether each character of what events give stands for a byte: of frames that are no text. */
  readonly isBinary?: boolean;
  /** Where the last frame of what events give begins; absent where a blank line, or an array's bracket, tells. */
  readonly lastFrameAt?: (text: string) => number;
}

/** Leaves room for the head of a reply in what goes out at once. */
export const PADDING_CHARACTERS = 14_000;

/**
 * JSON texts, a line each: white space ahead of one is skipped. An empty line is none: clients parse each.
 * Source: Ollama's public API reference.
 */
export const JSON_LINES: StreamFormat = {
  contentType: 'application/x-ndjson',
  filler: ' ',
  fillerBehind:
    '{"model":"","created_at":"1970-01-01T00:00:00Z","message":{"role":"assistant","content":""},"response":"","done":false}\n',
  padding: ' '.repeat(PADDING_CHARACTERS),
  blank: '{}\n',
};

/** Comments are skipped (WHATWG HTML, Server-sent events). */
export const SERVER_SENT_EVENTS: StreamFormat = {
  contentType: 'text/event-stream; charset=utf-8',
  filler: ':\n\n',
  padding: `:${' '.repeat(PADDING_CHARACTERS)}\n\n`,
  blank: 'data: \n\n',
};
