/**
 * What is asked for of a stored response, and what is told.
 */
import type { ReplyBody } from '../../protocols/contract/reply-body.js';
import type { ApiError } from '../../shared/errors.js';
import type { StoredResponse } from '../stored/stored-responses.js';

/** That it is to be streamed, without its first `eventsKnown` events. */
export class Again {
  constructor(
    readonly response: StoredResponse,
    readonly eventsKnown: number,
  ) {}
}

/** The same of a response that another thread has: all of its events, when the last of them was due. */
export class WholeStream {
  constructor(readonly bytes: Buffer) {}
}

export type Told = string | ReplyBody | ApiError | Again | WholeStream;

/** What is looked at of the query. */
export const RESPONSE_PARAMETERS = ['stream', 'starting_after', 'limit', 'order', 'after'] as const;

/** What is asked for of a stored response. */
export interface ResponseAsked {
  readonly method: string;
  readonly path: string;
  parameter(name: (typeof RESPONSE_PARAMETERS)[number]): string;
}

/** Has another thread tell of a response that it stored; null where it has died. Never rejects. */
export type AskElsewhere = (thread: number, asked: ResponseAsked) => Promise<Told | null>;
