/**
 * A client that was refused and is still uploading. What it sends is dropped for a while, then its connection is closed:
 * closing at once would reset it, and could take the reply away from a client that is still sending (RFC 9112, section
 * 9.6). Holds no slot. Main thread.
 */
import type { ApiError } from '../../shared/errors.js';
import type { Addressee } from '../admission/refuser.js';
import type { ExchangeContext } from '../replying/exchange-context.js';
import { Waiting } from '../replying/timing/waiting.js';
import type { Headers, Transport, TransportOwner } from '../transport/transport.js';

/** How long a client that was refused may go on uploading before its connection is closed under it. */
const LINGER_MS = 1_000;

export class Lingering extends Waiting implements TransportOwner {
  constructor(
    private readonly transport: Transport,
    private readonly context: ExchangeContext,
  ) {
    super();
  }

  /** Takes the connection over, and refuses the request that is arriving on it; `extra` are headers. */
  start(to: Addressee, error: ApiError, extra?: Headers): void {
    this.transport.attach(this);
    this.#waitFor(LINGER_MS);
    this.context.refuser.sendWhileReceiving(this.transport, to, error, extra);
  }

  onBody(_piece: Buffer, isLast: boolean): void {
    if (isLast) this.#waitFor(0);
  }

  /** At least until the next turn: what was written in this one may still be corked, and a close would lose it. */
  #waitFor(ms: number): void {
    const { wheel, now } = this.context;
    wheel.cancel(this);
    wheel.insert(this, now() + ms);
  }

  onDue(): void {
    this.transport.close();
  }

  onDrain(): void {}

  onAbort(): void {
    this.context.wheel.cancel(this);
  }

  onFault(error: unknown): void {
    this.context.defects.report(error, 'request');
    this.context.wheel.cancel(this);
    this.transport.close();
  }
}
