// Owns: connections that may die in any way, plain or TLS, from as many source addresses as it takes.
// Runs on: the test process, thousands at once. Must never: report an error of its own; how a connection ends is data.

import { connect, type Socket } from 'node:net';
import { createSecureContext, connect as secure } from 'node:tls';

/** Where to connect to. */
export interface Peer {
  readonly host: string;
  readonly tls: boolean;
  /** Addresses to connect from, in turns: one has some 28,000 ports. None leaves the choice to the kernel. */
  readonly sources: readonly string[];
}

/** A plain server on this machine. */
export const LOOPBACK: Peer = { host: '127.0.0.1', tls: false, sources: [] };

/** Addresses of the loopback net, which has 16 million. */
export function loopbackSources(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `127.0.0.${index + 2}`);
}

const secureContext = createSecureContext();
let turn = 0;

export class WireConnection {
  /** The one that is read from and written to. */
  readonly socket: Socket;
  /** The one below it, which alone can be reset; the same without TLS. */
  readonly #raw: Socket;

  /**
   * Calls `opened` when bytes may be written, and `closed` once, when the connection is gone, whoever ended it.
   *
   * @param reads false leaves what comes in the kernel until `socket.resume()`
   */
  constructor(peer: Peer, port: number, reads: boolean, opened: () => void, closed: () => void) {
    const { host, tls, sources } = peer;
    const localAddress = sources[turn++ % Math.max(1, sources.length)];
    this.#raw = connect({
      host,
      port,
      noDelay: true,
      ...(localAddress === undefined ? {} : { localAddress }),
    });
    this.socket = tls ? secure({ socket: this.#raw, secureContext, rejectUnauthorized: false }) : this.#raw;
    // A reset is one of the ways in which a connection ends; 'close' follows.
    this.#raw.on('error', () => {});
    this.socket.on('error', () => {});
    if (!reads) this.socket.pause();
    this.socket.once(tls ? 'secureConnect' : 'connect', opened);
    this.socket.once('close', closed);
  }

  /** Leaves by RST, which also takes back what the server has not read. */
  reset(): void {
    // Node takes a handle that is being shut down for closed when a reset of it fails, and then never ends the process
    // (its own clean-up waits for the handle, seen in 20.20).
    if (this.socket.writableEnded || this.#raw.connecting) this.socket.destroy();
    else this.#raw.resetAndDestroy();
  }

  /** Leaves by FIN (by RST where something was left unread: the kernel says so by itself). */
  close(): void {
    this.socket.destroy();
  }

  /** Ends the sending side alone: it is up to the server to end the other. */
  halfClose(): void {
    this.socket.end();
  }
}
