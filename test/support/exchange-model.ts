// Owns: a simple model of many exchanges under one cap, played beside the real ones and compared after every step.
// Runs on: the test process, on a fake loop.

import assert from 'node:assert/strict';
import { STATUSES, type Status } from '../../dist/shared/labels.js';
import { ExchangeRig, GOOD_BODY } from './exchange-rig.js';
import type { FakeLoop } from './fake-loop.js';
import type { MemoryTransport } from './memory-transport.js';

/** How many clients are connected at once; a step that names another one does nothing. */
export const MOST_CLIENTS = 8;
const BODY_BYTES_MAX = 64;
const LINGER_MS = 1_000;

export type Step =
  | { readonly do: 'open'; readonly length: number | null }
  | {
      readonly do: 'deliver';
      readonly nth: number;
      readonly piece: string;
      readonly isLast: boolean;
      /** Planned for this request, should it be complete with this piece. */
      readonly delayMs: number;
    }
  | { readonly do: 'abort'; readonly nth: number }
  | { readonly do: 'advance'; readonly ms: number }
  | { readonly do: 'stall'; readonly ms: number };

/** What the model knows of a client that is still connected. */
interface Client {
  readonly transport: MemoryTransport;
  phase: 'receiving' | 'delayed' | 'lingering';
  body: string;
  uploaded: boolean;
  /** When it is answered (delayed) or cut off (lingering). */
  untilMs: number;
}

export class ExchangeModel {
  readonly #rig: ExchangeRig;
  #clients: Client[] = [];
  #opened = 0;
  #disconnects = 0;
  #peak = 0;
  readonly #replies = new Map<Status, number>(STATUSES.map((status) => [status, 0]));

  constructor(
    private readonly loop: FakeLoop,
    private readonly cap: number,
  ) {
    this.#rig = new ExchangeRig(loop, {
      MAX_CONCURRENT: String(cap),
      MAX_BODY_BYTES: String(BODY_BYTES_MAX),
    });
  }

  take(step: Step): void {
    if (step.do === 'open') this.#open(step.length);
    else if (step.do === 'stall') this.loop.stall(step.ms);
    else if (step.do === 'advance') this.#advance(step.ms);
    else if (step.do === 'abort') this.#abort(this.#clients[step.nth]);
    else this.#deliver(this.#clients[step.nth], step);
    this.#compare();
  }

  /** Every client that is left leaves or is served; nothing may stay behind. */
  finish(): void {
    for (const client of this.#clients.filter(({ phase }) => phase === 'receiving')) this.#abort(client);
    this.take({ do: 'advance', ms: 10_000 });
    assert.deepEqual([this.#clients.length, this.#rig.state.active], [0, 0]);
    assert.deepEqual(this.#rig.faults, []);
    assert.deepEqual([this.loop.armedTimers, this.loop.pendingImmediates], [0, 0]);
  }

  get #held(): number {
    return this.#clients.filter(({ phase }) => phase !== 'lingering').length;
  }

  #open(length: number | null): void {
    if (this.#clients.length === MOST_CLIENTS) return;
    this.#opened++;
    const full = this.#held === this.cap;
    const transport = this.#rig.open(length === null ? {} : { 'content-length': String(length) });
    if (length !== null && length > BODY_BYTES_MAX) {
      this.#join(transport, 'lingering', this.loop.now() + LINGER_MS);
      this.#answered(transport, 413, true);
    } else if (full) {
      this.#answered(transport, 503, false);
    } else {
      this.#join(transport, 'receiving', Number.POSITIVE_INFINITY);
      this.#peak = Math.max(this.#peak, this.#held);
    }
  }

  #join(transport: MemoryTransport, phase: Client['phase'], untilMs: number): void {
    this.#clients.push({ transport, phase, body: '', uploaded: false, untilMs });
  }

  #leave(client: Client): void {
    this.#clients = this.#clients.filter((other) => other !== client);
  }

  #deliver(client: Client | undefined, { piece, isLast, delayMs }: Extract<Step, { do: 'deliver' }>): void {
    if (client === undefined || client.uploaded) return;
    this.#rig.delayMs = delayMs;
    client.transport.deliver(piece, isLast);
    client.uploaded = isLast;
    if (client.phase === 'lingering') {
      if (isLast) client.untilMs = this.loop.now();
      return;
    }
    client.body += piece;
    if (client.body.length > BODY_BYTES_MAX) {
      if (isLast) this.#leave(client);
      else Object.assign(client, { phase: 'lingering', untilMs: this.loop.now() + LINGER_MS });
      this.#answered(client.transport, 413, !isLast);
    } else if (isLast && client.body.trim() !== GOOD_BODY) {
      this.#leave(client);
      this.#answered(client.transport, 400, false);
    } else if (isLast && delayMs === 0) {
      this.#leave(client);
      this.#answered(client.transport, 200, false);
    } else if (isLast) {
      Object.assign(client, { phase: 'delayed', untilMs: this.loop.now() + delayMs });
    }
  }

  #abort(client: Client | undefined): void {
    if (client === undefined) return;
    client.transport.abort();
    this.#leave(client);
    if (client.phase !== 'lingering') this.#disconnects++;
  }

  #advance(ms: number): void {
    this.loop.advance(ms);
    const tick = Math.floor(this.loop.now());
    for (const client of this.#clients.filter(({ untilMs }) => Math.ceil(untilMs) <= tick)) {
      this.#leave(client);
      if (client.phase === 'lingering') assert.equal(client.transport.closed, true);
      else this.#answered(client.transport, 200, false);
    }
  }

  /** The one reply to a request must be this. */
  #answered({ reply }: MemoryTransport, status: Status, whileReceiving: boolean): void {
    assert.deepEqual([reply.status, reply.whileReceiving], [status, whileReceiving]);
    this.#replies.set(status, (this.#replies.get(status) as number) + 1);
  }

  #compare(): void {
    const { state, wheel, rested } = this.#rig;
    assert.equal(state.active, this.#held);
    assert.ok(state.active <= this.cap);
    assert.equal(state.peak, this.#peak);
    assert.equal(state.disconnects, this.#disconnects);
    assert.equal(wheel.size, this.#clients.filter(({ phase }) => phase !== 'receiving').length);
    for (const [status, count] of this.#replies) assert.equal(state.repliesOf(0, status), count, `${status}`);
    assert.equal(state.rejectionsFor('capacity'), this.#replies.get(503));
    assert.equal(state.rejectionsFor('body_too_large'), this.#replies.get(413));
    assert.equal(state.rejectionsFor('invalid_request'), this.#replies.get(400));
    assert.equal(rested, this.#opened - this.#clients.length);
    for (const { transport, phase } of this.#clients) {
      assert.deepEqual([transport.sent.length, transport.closed], [phase === 'lingering' ? 1 : 0, false]);
    }
  }
}
