/**
 * Answers what another thread was asked for that is no API (serving/page-caller.ts), by the main thread's router. Main thread; one for
 * each thread. A call has the head that was sent there, and a transport that sends the answer there.
 */
import { isReplyBody, wholeBytes } from '../../../protocols/contract/reply-body.js';
import type { RequestId } from '../../../protocols/contract/request-id.js';
import type { Router } from '../../pages/router.js';
import type { PageCall, ToThread } from '../../serving/messages.js';
import type {
  HeaderName,
  Headers,
  ReplyHead,
  RequestHead,
  Transport,
  TransportOwner,
} from '../../transport/transport.js';

type Tell = (message: ToThread) => void;

export class PageServer {
  /** Calls that are not answered yet, or of which the body still comes. */
  readonly #calls = new Map<number, CalledTransport>();

  constructor(
    private readonly router: Pick<Router, 'route'>,
    private readonly tell: Tell,
  ) {}

  call(call: PageCall): void {
    const transport = new CalledTransport(call, this.tell, () => this.#calls.delete(call.call));
    this.#calls.set(call.call, transport);
    this.router.route(new CalledHead(call), transport);
  }

  body(call: number, piece: Uint8Array, isLast: boolean): void {
    this.#calls.get(call)?.onBody(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength), isLast);
  }

  gone(call: number): void {
    const transport = this.#calls.get(call);
    this.#calls.delete(call);
    transport?.onAbort();
  }

  allGone(): void {
    for (const call of [...this.#calls.keys()]) this.gone(call);
  }
}

class CalledHead implements RequestHead {
  readonly method: string;
  readonly path: string;
  readonly extensions = null;
  readonly #query: string;
  readonly #headers: Headers;

  constructor({ method, path, query, headers }: PageCall) {
    this.method = method;
    this.path = path;
    this.#query = query;
    this.#headers = headers;
  }

  get contentLength(): string {
    return this.#valueOf('content-length');
  }

  get contentEncoding(): string {
    return this.#valueOf('content-encoding');
  }

  header({ text }: HeaderName): string {
    return this.#valueOf(text);
  }

  survey(): readonly string[] {
    return this.#headers.flatMap(([name, value]) => (name.startsWith('x-') ? [name, value] : []));
  }

  parameter(name: string): string {
    return new URLSearchParams(this.#query).get(name) ?? '';
  }

  #valueOf(wanted: string): string {
    return this.#headers.find(([name]) => name === wanted)?.[1] ?? '';
  }
}

const ONLY_WHOLE = 'a page is sent whole';

class CalledTransport implements Transport {
  headOnly = false;
  #owner: TransportOwner | null = null;
  #isOver = false;

  constructor(
    private readonly call: PageCall,
    private readonly tell: Tell,
    private readonly forget: () => void,
  ) {}

  attach(owner: TransportOwner): void {
    this.#owner = owner;
  }

  onBody(piece: Buffer, isLast: boolean): void {
    const owner = this.#owner;
    try {
      owner?.onBody(piece, isLast);
    } catch (error) {
      owner?.onFault(error);
    }
  }

  onAbort(): void {
    this.#isOver = true;
    this.#owner?.onAbort();
  }

  send(...[status, head, id, body, close, extra = []]: Parameters<Transport['send']>): boolean {
    if (this.#isOver) return true;
    this.#isOver = true;
    this.forget();
    this.tell({
      kind: 'page',
      call: this.call.call,
      status,
      ...toldHead(head, id, extra),
      body: typeof body === 'string' ? body : new Uint8Array(isReplyBody(body) ? wholeBytes(body) : body),
      close,
    });
    return true;
  }

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.forget();
    this.tell({ kind: 'page-close', call: this.call.call });
  }

  sever(): void {
    this.close();
  }

  sendWhileReceiving(): void {
    throw new Error(ONLY_WHOLE);
  }

  startStream(): boolean {
    throw new Error(ONLY_WHOLE);
  }

  write(): boolean {
    throw new Error(ONLY_WHOLE);
  }

  endStream(): boolean {
    throw new Error(ONLY_WHOLE);
  }

  holdOpen(): void {
    throw new Error(ONLY_WHOLE);
  }

  sendPart(): void {
    throw new Error(ONLY_WHOLE);
  }

  sendRest(): boolean {
    throw new Error(ONLY_WHOLE);
  }
}

function toldHead(
  { headers, requestIdHeader, otherIdHeader, requestId }: ReplyHead,
  id: RequestId,
  extra: Headers,
) {
  return { headers: [...headers, ...extra], requestIdHeader, otherIdHeader, requestId: requestId(id) };
}
