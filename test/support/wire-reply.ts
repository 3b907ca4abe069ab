// Owns: one HTTP reply, read piece by piece as its bytes come: its head, and where its body ends (by length, by chunks, or
// with the connection). Runs on: the test process, thousands at once.
// Must never: keep a body that nobody asked for, or take a reply for whole that lacks a byte.

const HEAD_END = Buffer.from('\r\n\r\n');
const CRLF = Buffer.from('\r\n');
/** The longest head, and the longest line of a chunk's size, that is waited for. */
const LINE_BYTES_MAX = 65_536;

/** What ends the body. */
type Framing = 'head' | 'length' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer' | 'close' | 'done';

export class WireReply {
  status = 0;
  /** The status line and the header lines, without the empty line behind them. */
  head = '';
  /** Of the body, without the framing. */
  bodyBytes = 0;
  /** Whether the server said that it will end the connection. */
  closes = false;
  /** Set when what came is no HTTP reply. */
  problem: string | null = null;
  readonly #pieces: Buffer[] | null;
  #state: Framing = 'head';
  /** Of the current body or chunk, still to come. */
  #leftBytes = 0;
  /** Of a head or a line that is not whole yet. */
  #pending: Buffer | null = null;

  /** `keepsBody` false counts the bytes of the body alone. */
  constructor(keepsBody: boolean) {
    this.#pieces = keepsBody ? [] : null;
  }

  /** Whether the whole reply has come. */
  get complete(): boolean {
    return this.#state === 'done';
  }

  /** The body as it came so far; empty where it is not kept. */
  get body(): Buffer {
    return Buffer.concat(this.#pieces ?? []);
  }

  /** Takes what came next. What comes behind a whole reply is a problem: nobody asked for it. */
  push(data: Buffer): void {
    let rest = this.#pending === null ? data : Buffer.concat([this.#pending, data]);
    this.#pending = null;
    while (rest.length > 0 && this.problem === null) {
      const took = this.#take(rest);
      if (took === 0) {
        if (rest.length > LINE_BYTES_MAX) this.problem = `a line of more than ${LINE_BYTES_MAX} bytes`;
        this.#pending = rest;
        return;
      }
      rest = rest.subarray(took);
    }
  }

  /** The connection has ended: a body without a length is whole now. */
  end(): void {
    if (this.#state === 'close') this.#state = 'done';
  }

  /** How many of these bytes were taken; 0 when more must come first. */
  #take(data: Buffer): number {
    switch (this.#state) {
      case 'head':
        return this.#takeHead(data);
      case 'length':
      case 'chunk':
        return this.#takeBody(data, Math.min(data.length, this.#leftBytes));
      case 'close':
        return this.#takeBody(data, data.length);
      case 'done':
        this.problem = `${data.length} bytes behind the reply`;
        return data.length;
      default:
        return this.#takeLine(data);
    }
  }

  #takeHead(data: Buffer): number {
    const end = data.indexOf(HEAD_END);
    if (end === -1) return 0;
    this.head = data.toString('latin1', 0, end);
    const status = /^HTTP\/1\.[01] (\d{3}) /.exec(this.head)?.[1];
    if (status === undefined) {
      this.problem = `no status line: ${this.head.slice(0, 80)}`;
      return 0;
    }
    this.status = Number(status);
    this.closes = /\r\nconnection: *close/i.test(this.head);
    const length = /\r\ncontent-length: *(\d+)/i.exec(this.head)?.[1];
    if (length !== undefined) {
      this.#leftBytes = Number(length);
      this.#state = this.#leftBytes === 0 ? 'done' : 'length';
    } else {
      this.#state = /\r\ntransfer-encoding: *chunked/i.test(this.head) ? 'chunk-size' : 'close';
    }
    return end + HEAD_END.length;
  }

  #takeBody(data: Buffer, bytes: number): number {
    this.bodyBytes += bytes;
    this.#pieces?.push(data.subarray(0, bytes));
    this.#leftBytes -= bytes;
    if (this.#state !== 'close' && this.#leftBytes === 0) {
      this.#state = this.#state === 'chunk' ? 'chunk-end' : 'done';
    }
    return bytes;
  }

  #takeLine(data: Buffer): number {
    const end = data.indexOf(CRLF);
    if (end === -1) return 0;
    if (this.#state === 'chunk-size') this.#startChunk(data.toString('latin1', 0, end));
    else if (this.#state === 'chunk-end' && end === 0) this.#state = 'chunk-size';
    else if (this.#state === 'trailer' && end === 0) this.#state = 'done';
    else if (this.#state === 'chunk-end') this.problem = 'a chunk is longer than its size';
    return end + CRLF.length;
  }

  #startChunk(line: string): void {
    if (!/^[0-9a-f]+$/i.test(line)) {
      this.problem = `no size of a chunk: ${line.slice(0, 40)}`;
      return;
    }
    this.#leftBytes = Number.parseInt(line, 16);
    this.#state = this.#leftBytes === 0 ? 'trailer' : 'chunk';
  }
}
