/**
 * How the elements of a stream of Google's are framed: as events, or as one JSON array. Pure data.
 */
import { PADDING_CHARACTERS, SERVER_SENT_EVENTS, type StreamFormat } from '../contract/stream-format.js';

/** How the elements of a stream are set apart. */
export interface Framing {
  readonly format: StreamFormat;
  /** Ahead of the first element, and of every other one. */
  readonly first: string;
  readonly next: string;
  /** Behind each element, and behind the last one. */
  readonly after: string;
  readonly end: string;
}

/** `?alt=sse`: events without names, and no end but that of the connection. */
export const EVENTS: Framing = {
  format: SERVER_SENT_EVENTS,
  first: 'data: ',
  next: 'data: ',
  after: '\r\n\r\n',
  end: '',
};

/** One JSON array, element by element: white space may stand between two. */
export const ARRAY: Framing = {
  format: {
    contentType: 'application/json; charset=UTF-8',
    filler: '\n',
    padding: ' '.repeat(PADDING_CHARACTERS),
    blank: ',\r\n{}',
  },
  first: '[',
  next: ',\r\n',
  after: '',
  end: ']',
};
