/**
 * Since when the end of one request may have lain unread: in the kernel, and then here, until its planned time begins. Main
 * thread, hot path: a request that comes in one piece pays a comparison.
 */
import { isSoonAfter, type PollClock } from '../replying/timing/poll-clock.js';

export class Unread {
  #sinceMs = 0;
  #poll = 0;
  #beganAtMs = 0;
  /** Whether a piece was heard of that was not read as soon as it came. */
  #isHeard = false;

  private polls!: PollClock;

  /** Its head was read right now, as `polls` has noted. */
  begin(polls: PollClock): void {
    this.polls = polls;
    this.#sinceMs = polls.sinceMs;
    this.#poll = polls.poll;
    this.#beganAtMs = polls.notedAtMs;
    this.#isHeard = false;
  }

  /**
   * A piece of its body was read at `nowMs`. Where the poll before this one has read one too, it may have left the rest there:
   * the socket is read half a mebibyte at a time.
   */
  hear(nowMs: number): void {
    const { polls } = this;
    polls.read(nowMs);
    const { poll } = polls;
    if (poll - this.#poll > 1 || (poll !== this.#poll && polls.hasSlept)) this.#sinceMs = polls.sinceMs;
    this.#poll = poll;
    this.#isHeard = true;
  }

  /** So much of the time has another reason. */
  leaveOut(ms: number): void {
    this.#sinceMs += ms;
    this.#isHeard = true;
  }

  /** It was read, and understood, at `nowMs`. Gives back how long it may have lain there, in milliseconds. */
  end(nowMs: number): number {
    if (!this.#isHeard && !isSoonAfter(this.#beganAtMs, nowMs)) this.hear(nowMs);
    return Math.max(0, nowMs - this.#sinceMs);
  }
}
