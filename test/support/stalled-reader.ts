// Owns: a client that asks and then reads nothing, so that its answer stays where the server has it.
// Runs on: the test process, 10,000 at once. Must never: read before it leaves; then it reads the status alone.

import { type Peer, WireConnection } from './wire-connection.js';

/** So long the first bytes are waited for when it leaves; they have long been in the kernel. */
const STATUS_MS_MAX = 5_000;

export class StalledReader {
  readonly #connection: WireConnection;
  readonly opened: Promise<void>;
  #closed = false;

  constructor(peer: Peer, port: number, request: string) {
    let isOpen: () => void;
    this.opened = new Promise((resolve) => {
      isOpen = resolve;
    });
    this.#connection = new WireConnection(
      peer,
      port,
      false,
      () => {
        this.#connection.socket.write(request);
        isOpen();
      },
      () => {
        this.#closed = true;
        isOpen();
      },
    );
  }

  /** Reads what lies there and leaves by a reset. The status of the answer; 0 where the connection was gone or silent. */
  leave(): Promise<number> {
    const { socket } = this.#connection;
    return new Promise((resolve) => {
      const settle = (status: number): void => {
        clearTimeout(deadline);
        if (!this.#closed) this.#connection.reset();
        resolve(status);
      };
      const deadline = setTimeout(() => settle(0), STATUS_MS_MAX);
      if (this.#closed) {
        settle(0);
        return;
      }
      socket.once('data', (data: Buffer) => {
        settle(Number(/^HTTP\/1\.1 (\d{3})/.exec(data.toString('latin1', 0, 20))?.[1] ?? 0));
      });
      socket.once('close', () => settle(0));
      socket.resume();
    });
  }
}
