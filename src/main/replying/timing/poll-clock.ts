/**
 * Tells since when a request that is read now may have lain unread in the kernel: a moment that is never too late. Main thread,
 * hot path: most requests pay a comparison, the first one of a tenth of a millisecond 150 ns.
 *
 * Why it is a bound. Polls are numbered. What poll n reports, and n - 1 did not, came after n - 1 had looked; so it came after
 * whatever was done before n - 1 began. If n slept, nothing lay there when n began; so it came after whatever was done before n.
 * Such a moment is kept of each of the last polls (a mark). What the loop slept since then does not count, for what comes wakes it.
 * A connection is read for the first time one poll after it was accepted: then one poll more is looked back.
 *
 * What wakes it late is no sleep: time that the thread waited for a core (the kernel says so), and a sleep that went on
 * behind the tick that had to end it (a stopped process). What cannot be seen from inside: a process that was stopped and let go
 * on between two ticks, a core that a hypervisor took away, connections that Node.js accepts one by one (HTTP/1.0), and TLS
 * handshakes, of which uWebSockets.js takes five a turn.
 */
import type { EventLoop } from './event-loop.js';

/** Up to so long after a reading it still holds: an earlier moment is a bound, too. */
const REUSE_MS = 0.1;
/** Of a shorter sleep it does not matter whether it was a wait for a core. */
const SHORT_SLEEP_MS = 0.5;
/** Timers come up to a millisecond late by themselves. */
const TICK_LATE_MS = 2;
/** As far back as it looks, and the poll that goes on. */
const MARKS = 4;

/** A moment, the poll that went on then or was the last one, and how long the loop had slept. */
interface Mark {
  readonly polls: number;
  readonly atMs: number;
  /** In all, and without what was no sleep. */
  readonly idleMs: number;
  readonly sleptMs: number;
}

export class PollClock {
  /** The number of the poll of the last reading. */
  poll = 0;
  /** Whether that poll began with nothing to read. */
  hasSlept = false;
  /** What that poll reported was not there before; on the wheel's clock, in milliseconds. */
  sinceMs: number;
  /** When something was noted last. */
  notedAtMs = Number.NEGATIVE_INFINITY;
  #readAtMs = Number.NEGATIVE_INFINITY;
  /** Newest first, no two of the same poll but at the start. */
  readonly #marks: Mark[];
  #awakeMs = 0;
  #heldOffMs: number;
  #tickDueAtMs = Number.POSITIVE_INFINITY;
  /** The last two polls that accepted connections. */
  #acceptedAt = -1;
  #acceptedBefore = -1;

  /** `now` is the wheel's clock. */
  constructor(
    private readonly loop: EventLoop,
    private readonly now: () => number,
  ) {
    const idleMs = loop.idleMs();
    const mark: Mark = { polls: loop.polls(), atMs: now(), idleMs, sleptMs: idleMs };
    this.sinceMs = mark.atMs;
    this.#heldOffMs = loop.heldOffMs();
    this.#marks = new Array(MARKS).fill(mark);
  }

  /** Something was read, now, as it gives back. `sinceMs` holds for it, or is a little too early. */
  note(): number {
    const nowMs = this.now();
    this.notedAtMs = nowMs;
    if (!isSoonAfter(this.#readAtMs, nowMs)) this.read(nowMs);
    return nowMs;
  }

  /** As `note`, and `sinceMs` is no earlier than it has to be. */
  read(nowMs: number): void {
    this.#readAtMs = nowMs;
    const mark = this.#take(nowMs);
    if (mark.polls !== this.poll) this.#begin(mark);
    this.#keep(mark);
  }

  /** Something else than reading was done, and took time. */
  mark(): void {
    const nowMs = this.now();
    if (!isSoonAfter((this.#marks[0] as Mark).atMs, nowMs)) this.#keep(this.#take(nowMs));
  }

  /** To be called every `everyMs`, by a timer of the loop: no sleep goes on behind the next call. */
  tick(everyMs: number): void {
    const nowMs = this.now();
    this.#keep(this.#take(nowMs));
    if (this.loop.keepsTime) this.#tickDueAtMs = nowMs + everyMs;
  }

  /** A connection was accepted. */
  noteAccept(): void {
    const polls = this.loop.polls();
    if (polls === this.#acceptedAt) return;
    this.#acceptedBefore = this.#acceptedAt;
    this.#acceptedAt = polls;
  }

  #begin(mark: Mark): void {
    const last = this.#before(mark.polls);
    const wasAccepting = this.#acceptedAt === mark.polls - 1 || this.#acceptedBefore === mark.polls - 1;
    this.poll = mark.polls;
    this.hasSlept = last.polls === mark.polls - 1 && mark.idleMs > last.idleMs;
    const from = this.hasSlept ? last : this.#before(mark.polls - (wasAccepting ? 2 : 1));
    this.sinceMs = from.atMs + mark.sleptMs - from.sleptMs;
  }

  /** The last mark of a poll before this one. */
  #before(polls: number): Mark {
    for (const mark of this.#marks) if (mark.polls < polls) return mark;
    return this.#marks[MARKS - 1] as Mark;
  }

  #take(atMs: number): Mark {
    const { loop } = this;
    const idleMs = loop.idleMs();
    const grownMs = idleMs - (this.#marks[0] as Mark).idleMs;
    if (grownMs > SHORT_SLEEP_MS) this.#awakeMs += this.#awakeOf(grownMs, atMs);
    return { polls: loop.polls(), atMs, idleMs, sleptMs: idleMs - this.#awakeMs };
  }

  /** How much of a sleep that has just ended was none. */
  #awakeOf(idleMs: number, nowMs: number): number {
    const before = this.#heldOffMs;
    this.#heldOffMs = this.loop.heldOffMs();
    return nowMs > this.#tickDueAtMs + TICK_LATE_MS ? idleMs : Math.min(idleMs, this.#heldOffMs - before);
  }

  #keep(mark: Mark): void {
    const marks = this.#marks;
    if ((marks[0] as Mark).polls !== mark.polls) {
      marks.unshift(mark);
      marks.pop();
    } else marks[0] = mark;
  }
}

/** Whether a reading at `readAtMs` still holds. */
export function isSoonAfter(readAtMs: number, nowMs: number): boolean {
  return nowMs - readAtMs <= REUSE_MS;
}
