// Owns: exchanges over in-memory transports, joined as a listener joins them, on a clock that the test moves.
// Runs on: the test process.

import type { Config } from '../../dist/config.js';
import { Admission } from '../../dist/main/admission.js';
import { DelayWheel } from '../../dist/main/delay-wheel.js';
import { Exchange } from '../../dist/main/exchange.js';
import { createRefusals } from '../../dist/main/refusals.js';
import { CHAT_ROUTES } from '../../dist/main/router.js';
import { createChatReplyEncoder } from '../../dist/protocols/chat-reply.js';
import { SharedState } from '../../dist/shared-state.js';
import type { FakeLoop } from './fake-loop.js';
import { type Settings, testConfig } from './in-process.js';
import { MemoryTransport, requestHead } from './memory-transport.js';

/** A request that is answered with 200. */
export const GOOD_BODY = '{"messages":[{"role":"user"}]}';

export class ExchangeRig {
  readonly config: Config;
  readonly state: SharedState;
  readonly wheel: DelayWheel;
  readonly admission: Admission;
  /** What the next request that is complete will wait for. */
  delayMs: number;
  /** Exchanges that rest, as a listener keeps them. */
  readonly idle: Exchange<MemoryTransport>[] = [];
  /** How many exchanges were ever made. */
  made = 0;
  /** How often an exchange said that it may be used again. */
  rested = 0;
  readonly #exchanges;

  constructor(loop: FakeLoop, settings: Settings = {}) {
    this.config = testConfig(settings);
    this.state = SharedState.create(this.config.slotsMax);
    this.wheel = new DelayWheel(loop.now);
    this.delayMs = this.config.responseDelayMs;
    const refusals = createRefusals(this.config);
    this.admission = new Admission({ ...this.config, state: this.state, refusals });
    this.#exchanges = {
      state: this.state,
      wheel: this.wheel,
      admission: this.admission,
      refusals,
      planDelay: () => this.delayMs,
      replies: createChatReplyEncoder(this.config.responseText),
      bodyBytesMax: this.config.bodyBytesMax,
      now: loop.now,
    };
  }

  /** A request arrives; gives back the connection that it arrived on. `mount` is an index into CHAT_ROUTES. */
  open(headers: Readonly<Record<string, string>> = {}, mount = 0): MemoryTransport {
    const exchange = this.idle.pop() ?? this.#make();
    if (exchange.transport.isOver) exchange.transport.begin();
    exchange.open(CHAT_ROUTES[mount] as (typeof CHAT_ROUTES)[number], requestHead(headers));
    return exchange.transport;
  }

  /** A request arrives with its whole body. */
  post(body: string = GOOD_BODY, mount = 0): MemoryTransport {
    const transport = this.open({ 'content-length': String(Buffer.byteLength(body)) }, mount);
    transport.deliver(body, true);
    return transport;
  }

  #make(): Exchange<MemoryTransport> {
    this.made++;
    return new Exchange(new MemoryTransport(), this.#exchanges, (exchange) => {
      this.rested++;
      this.idle.push(exchange);
    });
  }
}
