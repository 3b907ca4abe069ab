/**
 * What is asked for of a stored response, and told. Types only.
 */
import type { ReplyBody } from '../../protocols/contract/reply-body.js';
import type { ApiError } from '../../shared/errors.js';

export type Told = string | ReplyBody | ApiError;

/** What is asked for of a stored response. */
export interface ResponseAsked {
  readonly method: string;
  readonly path: string;
  parameter(name: string): string;
}

/** Has another thread tell of a response that it stored; null where it has died. Never rejects. */
export type AskElsewhere = (thread: number, asked: ResponseAsked) => Promise<Told | null>;
