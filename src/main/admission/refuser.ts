/**
 * Sends refusals: with their id, in the dialect that the request was sent in, and counted. Main thread, hot path.
 */

import type { Dialect } from '../../protocols/contract/dialect.js';
import { type ApiError, ERROR_KINDS } from '../../shared/errors.js';
import type { SharedState } from '../../shared/state.js';
import type { ReplyHeads } from '../transport/reply-heads.js';
import { type Headers, NOBODY, type ReplyHead, type Transport } from '../transport/transport.js';
import { nextRequestId } from './request-id.js';

/** Where a request was sent to, as far as a refusal depends on it. An ApiRoute is one. */
export interface Addressee {
  /** Index into ENDPOINTS. */
  readonly endpoint: number;
  readonly dialect: Dialect;
  readonly heads: ReplyHeads;
  /** What was asked for, where the endpoint does not say it; looked at during the call alone. */
  readonly asked?: { readonly method: string; readonly path: string };
}

/** Hears of every refusal before it is sent, also of a hundred thousand a second. */
export interface RefusalListener {
  refused(to: Addressee, error: ApiError): void;
}

export class Refuser {
  /** `listener` is null where nobody wants to know. */
  constructor(
    private readonly state: SharedState,
    private readonly listener: RefusalListener | null = null,
  ) {}

  /**
   * Answers a request whose body is there, or of which nothing more is wanted. `head` is for one that is not usual, `extra` are
   * headers beside it. Whoever is
   * refused for want of descriptors gives his back.
   */
  send(
    transport: Transport,
    to: Addressee,
    error: ApiError,
    close: boolean,
    head?: ReplyHead,
    extra?: Headers,
  ): void {
    const { dialect, heads } = to;
    const id = nextRequestId();
    const body = dialect.encodeError(error, dialect.requestId(id));
    const closes = close || error.kind === ERROR_KINDS.connectionsFull;
    this.#count(to, error);
    const usual = heads.error(error.kind);
    const gone = transport.send(dialect.statusOf(error.kind), head ?? usual, id, body, closes, extra);
    // Whoever had the request is done with it, and may have another one by then.
    if (!gone) transport.attach(NOBODY);
  }

  /** Answers a client that is still uploading. */
  sendWhileReceiving(transport: Transport, to: Addressee, error: ApiError, extra?: Headers): void {
    const { dialect, heads } = to;
    const id = nextRequestId();
    const body = dialect.encodeError(error, dialect.requestId(id));
    this.#count(to, error);
    transport.sendWhileReceiving(dialect.statusOf(error.kind), heads.error(error.kind), id, body, extra);
  }

  #count(to: Addressee, error: ApiError): void {
    const { endpoint, dialect } = to;
    const { kind } = error;
    this.state.countReply(endpoint, dialect.statusOf(kind));
    this.state.countRejection(kind.reason);
    this.listener?.refused(to, error);
  }
}
