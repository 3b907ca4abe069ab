// Owns: a client that behaves: it asks one thing after the other on a connection that it keeps, reads each answer to its
// end, and opens a new one where the server said that it would end this one. Runs on: the test process.
// Must never: ask twice for one answer; one that does not come is what is looked for.

import { type Peer, WireConnection } from './wire-connection.js';
import { WireReply } from './wire-reply.js';

export interface Answer {
  /** As far as it came. */
  readonly reply: WireReply;
  /** Why it is not whole; null when it is. */
  readonly problem: string | null;
}

export class Asker {
  #connection: WireConnection | null = null;
  #isOpen = false;
  /** What was asked and is not answered yet. */
  #bytes: Buffer | string = '';
  #reply = new WireReply(false);
  #settle: ((problem: string | null) => void) | null = null;
  #deadline: NodeJS.Timeout | undefined;

  constructor(
    private readonly peer: Peer,
    private readonly port: number,
  ) {}

  /** Resolves with the whole answer, or with what is wrong with it: when it is not there after `limitMs`, also that. */
  ask(bytes: Buffer | string, limitMs: number, keepsBody = true): Promise<Answer> {
    this.#bytes = bytes;
    const reply = new WireReply(keepsBody);
    this.#reply = reply;
    return new Promise((resolve) => {
      this.#settle = (problem) => {
        clearTimeout(this.#deadline);
        this.#settle = null;
        if (problem !== null || reply.closes) this.leave();
        resolve({ reply, problem });
      };
      this.#deadline = setTimeout(() => this.#settle?.(`not whole after ${limitMs} ms`), limitMs);
      if (this.#connection === null) this.#connect();
      else if (this.#isOpen) this.#connection.socket.write(bytes);
    });
  }

  /** Ends the connection; the next question opens another one. */
  leave(): void {
    const connection = this.#connection;
    this.#connection = null;
    this.#isOpen = false;
    connection?.reset();
  }

  #connect(): void {
    const connection: WireConnection = new WireConnection(
      this.peer,
      this.port,
      true,
      () => {
        this.#isOpen = true;
        connection.socket.write(this.#bytes);
      },
      () => this.#closed(connection),
    );
    connection.socket.on('data', (data: Buffer) => this.#read(connection, data));
    this.#connection = connection;
  }

  #read(connection: WireConnection, data: Buffer): void {
    if (connection !== this.#connection) return;
    const reply = this.#reply;
    reply.push(data);
    if (reply.problem !== null) this.#settle?.(reply.problem);
    else if (reply.complete) this.#settle?.(null);
  }

  #closed(connection: WireConnection): void {
    if (connection !== this.#connection) return;
    this.#connection = null;
    this.#isOpen = false;
    this.#reply.end();
    this.#settle?.(this.#reply.complete ? null : 'the connection ended');
  }
}
