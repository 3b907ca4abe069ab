/**
 * Answers what another thread was asked for that is no API (serving/page-caller.ts), by the main thread's router. Main thread; one for
 * each thread. A call has the head that was sent there, and a transport that sends the answer there.
 */
import type { RequestId } from '../../../protocols/contract/request-id.js';
import type { Holding } from '../../pages/held-reply.js';
import type { Router } from '../../pages/router.js';
import { GatheringTransport } from '../../serving/gathered-reply.js';
import type { PageCall, ToThread } from '../../serving/messages.js';
import type { HeaderName, Headers, ReplyHead, RequestHead } from '../../transport/transport.js';

type Tell = (message: ToThread) => void;

export class PageServer {
  /** Calls that are not answered yet, or of which the body still comes. */
  readonly #calls = new Map<number, GatheringTransport>();

  constructor(
    private readonly router: Pick<Router, 'route'>,
    private readonly tell: Tell,
    private readonly budget: Holding,
  ) {}

  call(call: PageCall): void {
    const number = call.call;
    const transport = new GatheringTransport(
      ({ status, head, id, body, close, extra }) => {
        this.#calls.delete(number);
        this.tell({ kind: 'page', call: number, status, ...toldHead(head, id, extra), body, close });
      },
      () => {
        this.#calls.delete(number);
        this.tell({ kind: 'page-close', call: number });
      },
      () => {
        this.#calls.delete(number);
        this.tell({ kind: 'page-full', call: number });
      },
      this.budget,
    );
    this.#calls.set(number, transport);
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

  get mayBeOfPage(): boolean {
    return this.#valueOf('origin') !== '' || this.#valueOf('sec-fetch-site') !== '';
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

function toldHead(
  { headers, requestIdHeader, otherIdHeader, requestId }: ReplyHead,
  id: RequestId,
  extra: Headers,
) {
  return { headers: [...headers, ...extra], requestIdHeader, otherIdHeader, requestId: requestId(id) };
}
