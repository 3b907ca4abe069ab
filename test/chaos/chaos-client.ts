// Owns: one chaotic client from its connect to its end, as it was planned. Runs on: the command's process, 1,500 at once.
// Must never: wait for ever, or end in any other way than by calling `done` once.

import { WireConnection } from '../support/wire-connection.js';
import { WireReply } from '../support/wire-reply.js';
import type { ClientPlan } from './client-plan.js';
import type { Target } from './target.js';

/** `lost` is a patient client that did not get its whole answer, with the reason. */
export type Outcome = 'died' | 'answered' | 'refused' | `lost: ${string}`;

/** A patient client counts as lost after this. */
const PATIENCE_MS = 30_000;
/** A client that has ended its sending side waits so long for the server to end the other. */
const HALF_CLOSED_MS_MAX = 3_000;
/** The longest answer of which a client reads some part before it dies. */
const SOME_BYTES_MAX = 120_000;
/** What has not come so long after the first bytes is not waited for by one that dies anyway. */
const SHORT_ANSWER_MS = 100;

class ChaosClient {
  readonly #connection: WireConnection;
  readonly #reply: WireReply | null;
  #timer: NodeJS.Timeout | undefined;
  #readBytes = 0;
  #outcome: Outcome;
  /** Whether a patient client knows what it got. */
  #settled = false;

  constructor(
    target: Target,
    private readonly plan: ClientPlan,
    private readonly done: (outcome: Outcome) => void,
  ) {
    const patient = plan.death === 'patient';
    this.#outcome = patient ? 'lost: the connection ended' : 'died';
    this.#reply = patient ? new WireReply(false) : null;
    const reads = plan.death !== 'unread';
    const opened = (): void => this.#opened();
    this.#connection = new WireConnection(target.peer, plan.port, reads, opened, () => this.#closed());
    if (reads) this.#connection.socket.on('data', (data: Buffer) => this.#read(data));
    if (patient) this.#timer = setTimeout(() => this.#giveUp(), PATIENCE_MS);
  }

  #opened(): void {
    const { death, head, body, share, dieAfterMs } = this.plan;
    const { socket } = this.#connection;
    switch (death) {
      case 'silent':
        break;
      case 'mid-head':
        socket.write(head.slice(0, 1 + Math.floor(share * (head.length - 1))), 'latin1');
        break;
      case 'before-body':
        socket.write(head, 'latin1');
        break;
      case 'mid-body':
        socket.write(head + body.slice(0, Math.floor(share * body.length)), 'latin1');
        break;
      case 'pipelined':
        socket.write(head + body + head + body, 'latin1');
        break;
      default:
        socket.write(head + body, 'latin1');
    }
    if (death === 'patient') return;
    if (death === 'after-body') this.#die();
    else this.#dieIn(death === 'after-bytes' ? PATIENCE_MS : dieAfterMs);
  }

  #read(data: Buffer): void {
    const reply = this.#reply;
    if (reply === null) {
      if (this.plan.death === 'after-bytes') this.#readSome(data.length);
      return;
    }
    if (this.#settled) return;
    reply.push(data);
    if (reply.problem !== null) this.#end(`lost: ${reply.problem}`);
    else if (reply.complete) this.#answered(reply);
  }

  /** Dies in the middle of a long answer, and behind the end of a short one. */
  #readSome(bytes: number): void {
    if (this.#readBytes === 0) this.#dieIn(SHORT_ANSWER_MS);
    this.#readBytes += bytes;
    if (this.#readBytes >= this.plan.share * SOME_BYTES_MAX) this.#die();
  }

  #answered({ status }: WireReply): void {
    const refused = status === 503 || status === 529;
    if (!refused && status !== this.plan.status) this.#end(`lost: got ${status}, not ${this.plan.status}`);
    else this.#end(refused ? 'refused' : 'answered');
  }

  #end(outcome: Outcome): void {
    this.#outcome = outcome;
    this.#settled = true;
    this.#die();
  }

  #giveUp(): void {
    const { bodyBytes, status } = this.#reply as WireReply;
    this.#end(`lost: not whole after ${PATIENCE_MS} ms, status ${status}, ${bodyBytes} bytes`);
  }

  #dieIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#die(), ms);
  }

  #die(): void {
    clearTimeout(this.#timer);
    const { way } = this.plan;
    if (way === 'half') {
      this.#connection.halfClose();
      this.#timer = setTimeout(() => this.#connection.reset(), HALF_CLOSED_MS_MAX);
      // What comes now is of no interest, but its end can only be seen behind it.
      this.#connection.socket.resume();
    } else if (way === 'reset') this.#connection.reset();
    else this.#connection.close();
  }

  #closed(): void {
    clearTimeout(this.#timer);
    const reply = this.#reply;
    if (reply !== null && !this.#settled) {
      reply.end();
      if (reply.complete) this.#outcome = reply.status >= 500 ? 'refused' : 'answered';
    }
    this.done(this.#outcome);
  }
}

export function runChaosClient(target: Target, plan: ClientPlan, done: (outcome: Outcome) => void): void {
  new ChaosClient(target, plan, done);
}
