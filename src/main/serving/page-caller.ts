/**
 * Has the main thread answer what is asked of another thread and is no API: pages, the control API, unknown paths. They are asked for
 * seldom, and all that they tell of is the main thread's. In each thread that serves but the main one.
 *
 * One call for each request: connections bound how many there are. The answer comes in a later turn, and uWebSockets.js ends a
 * connection whose client sends its next request before: pages cannot be pipelined here.
 */
import { BytesBody, WHOLE_BYTES_MAX } from '../../protocols/contract/reply-body.js';
import type { UwsHead } from '../listeners/uws-head.js';
import { HeldReply, type Holding } from '../pages/held-reply.js';
import type { ReplyHead, Transport, TransportOwner } from '../transport/transport.js';
import type { FromThread, PageReply } from './messages.js';

/** No page reads a longer body (control/control-body.ts); the rest is not handed on. */
const BODY_BYTES_MAX = 131_072;

type Tell = (message: FromThread) => void;

class Call implements TransportOwner {
  #bytes = 0;

  constructor(
    readonly transport: Transport,
    readonly path: string,
    private readonly number: number,
    private readonly tell: Tell,
    private readonly forget: (number: number) => void,
  ) {}

  onBody(piece: Buffer, isLast: boolean): void {
    const kept = Math.max(0, Math.min(piece.length, BODY_BYTES_MAX - this.#bytes));
    this.#bytes += piece.length;
    if (kept === 0 && !isLast) return;
    this.tell({
      kind: 'page-body',
      call: this.number,
      piece: new Uint8Array(piece.subarray(0, kept)),
      isLast,
    });
  }

  onAbort(): void {
    this.forget(this.number);
    this.tell({ kind: 'page-gone', call: this.number });
  }

  onDrain(): void {}

  onFault(error: unknown): void {
    throw error;
  }
}

export class PageCaller {
  readonly #calls = new Map<number, Call>();
  #number = 0;

  /** `refuse` answers who has asked for a path that there is no room for the answer. */
  constructor(
    private readonly tell: Tell,
    private readonly budget: Holding,
    private readonly refuse: (transport: Transport, path: string) => void,
  ) {}

  /** Asks the main thread; the head is looked at during the call alone. */
  route(head: UwsHead, transport: Transport): void {
    const number = this.#number++;
    const call = new Call(transport, head.path, number, this.tell, (gone) => this.#calls.delete(gone));
    this.#calls.set(number, call);
    const { method, path, query, headers } = head;
    this.tell({ kind: 'page', call: number, method, path, query, headers });
    transport.attach(call);
  }

  /** The main thread has answered; nothing where the client has left. */
  reply({ call, status, requestId, body, close, ...head }: PageReply): void {
    const found = this.#take(call);
    if (found === undefined) return;
    const { transport, path } = found;
    // The id is made: whatever is named here as one gets it.
    const send = (bytes: string | Buffer | BytesBody): boolean =>
      transport.send(status, headOf(head, requestId), null as never, bytes, close);
    const bytes =
      typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    if (typeof bytes === 'string' || bytes.length <= WHOLE_BYTES_MAX) {
      send(bytes);
      return;
    }
    const held = HeldReply.of(bytes.length, this.budget);
    if (held === null) this.refuse(transport, path);
    else held.send(transport, () => send(new BytesBody(bytes)));
  }

  /** There is no room for the answer. */
  full(call: number): void {
    const found = this.#take(call);
    if (found !== undefined) this.refuse(found.transport, found.path);
  }

  /** The main thread cannot answer. */
  close(call: number): void {
    this.#take(call)?.transport.close();
  }

  #take(number: number): Call | undefined {
    const call = this.#calls.get(number);
    this.#calls.delete(number);
    return call;
  }
}

function headOf(
  {
    headers,
    requestIdHeader,
    otherIdHeader,
  }: Pick<PageReply, 'headers' | 'requestIdHeader' | 'otherIdHeader'>,
  requestId: string,
): ReplyHead {
  const [[firstName = '', firstValue = ''] = [], ...others] = headers;
  const rest = others.map(([name, value]) => `\r\n${name}: ${value}`).join('');
  const firstValueAndRest = `${firstValue}${rest}\r\n${requestIdHeader}: `;
  const other = otherIdHeader === undefined ? '' : `\r\n${otherIdHeader}: ${requestId}`;
  return {
    headers,
    requestIdHeader,
    otherIdHeader,
    firstName,
    firstValueAndRest,
    requestId: () => requestId,
    stamp: (_, tail) => Buffer.from(`${firstValueAndRest}${requestId}${other}${tail}`),
  };
}
