/**
 * The requests that are open on each connection of the HTTP/1.0 listener. Main thread.
 *
 * A client may send the next request before it has read the reply to the one before, and node:http hands all of them over at
 * once: a packet of 64 KiB may hold a thousand. It tells nothing of a connection that ends but to the request whose turn it is,
 * so the others are told here; and no more than a few may be open, for what is written to those behind the first one is kept.
 */
import type { Socket } from 'node:net';

/** One more ends the connection. */
const PIPELINED_MAX = 16;

/** A request on a connection. */
export interface Pipelined {
  /** The connection has ended. Does nothing for a request that is over. */
  onConnectionClosed(): void;
}

export class Pipelines {
  readonly #open = new WeakMap<Socket, Set<Pipelined>>();

  /** A request has arrived. False where there are too many on its connection, which is ended. */
  join(socket: Socket, request: Pipelined): boolean {
    const others = this.#open.get(socket) ?? this.#watch(socket);
    if (others.size >= PIPELINED_MAX) {
      socket.destroy();
      return false;
    }
    others.add(request);
    return true;
  }

  /** Its reply has gone out, or its client has left. */
  leave(socket: Socket, request: Pipelined): void {
    this.#open.get(socket)?.delete(request);
  }

  #watch(socket: Socket): Set<Pipelined> {
    const requests = new Set<Pipelined>();
    this.#open.set(socket, requests);
    socket.once('close', () => {
      for (const request of requests) request.onConnectionClosed();
      requests.clear();
    });
    return requests;
  }
}
