/**
 * A reply on a uWebSockets.js response that does not go out at once: slice by slice, as the client reads and as its turns come,
 * or a part of it first. Main thread.
 */
import type { HttpResponse } from 'uWebSockets.js';
import type { ReplyBody } from '../../protocols/contract/reply-body.js';
import type { LargeSender, SharedTurns } from './shared-turns.js';
import * as writes from './uws-writes.js';

/** The transport whose reply it is. */
export interface LargeReplyOwner {
  /** It has written in a turn of its own: whether that was all, and whether anything had been read since the last one. */
  onTurn(done: boolean, hasBeenRead: boolean): void;
  /** Writing it has thrown. */
  onTurnFault(error: unknown): void;
}

export class UwsLargeReply implements LargeSender {
  /** Whether it waits for its turn to write. */
  #waitsForTurn = false;
  #isOver = false;

  constructor(
    private readonly response: HttpResponse,
    private readonly body: ReplyBody,
    private readonly turns: SharedTurns,
    private readonly owner: LargeReplyOwner,
  ) {}

  /** Sends the prepared head with the first slices; gives back whether that was all. */
  begin(): boolean {
    this.#waitsForTurn = !this.turns.ask(this);
    const progress = writes.beginPreparedLarge(this.body, this.#waitsForTurn);
    return this.#waitsForTurn ? false : this.#follow(progress);
  }

  /** Sends the prepared head with so many bytes of the body, and no more until `sendRest`. */
  beginPart(length: number): void {
    this.#waitsForTurn = true;
    writes.beginPreparedPart(this.body, length);
  }

  /** Sends what a part has left; as `send`. */
  sendRest(): boolean {
    this.#waitsForTurn = false;
    return this.send();
  }

  /** Goes on when its turn has come; gives back whether that was all. */
  send(): boolean {
    this.#waitsForTurn ||= !this.turns.ask(this);
    if (this.#waitsForTurn) return false;
    return this.#follow(writes.sendSlices(this.response, this.body));
  }

  #follow(progress: writes.Progress): boolean {
    if (progress === 'more') {
      this.#waitsForTurn = true;
      this.turns.wait(this);
    }
    return progress === 'done';
  }

  goOn(): void {
    this.#waitsForTurn = false;
    if (this.#isOver) return;
    try {
      const before = this.response.getWriteOffset();
      const done = this.#follow(writes.sendSlices(this.response, this.body));
      this.owner.onTurn(done, done || this.response.getWriteOffset() > before);
    } catch (error) {
      this.owner.onTurnFault(error);
    }
  }

  /** The response must not be touched any more. */
  end(): void {
    this.#isOver = true;
  }
}
