// Owns: a model of a response of uWebSockets.js: it forbids what the real one forbids, or bears badly.
// Runs on: the test process. Must never: be kinder than the real one.

import assert from 'node:assert/strict';

/** One request on a modelled socket. After its end the abort handler may stay armed, as that of the real one may. */
export class ModelResponse {
  /** What the kernel takes before the client must read. */
  room = 0;
  written = 0;
  state: 'open' | 'ended' | 'aborted' | 'closed' = 'open';
  /** Its connection must not end meanwhile. */
  isParsing = true;
  #aborted: () => void = () => undefined;
  #data: (chunk: ArrayBuffer, isLast: boolean) => void = () => undefined;
  #writable: (offset: number) => boolean = () => true;

  constructor(private readonly clientCloses: boolean) {}

  /** Nothing of the real response may be touched when it is over. */
  #touch(): void {
    assert.equal(this.state, 'open', 'the response was touched after its end');
  }

  onAborted(handler: () => void): this {
    this.#touch();
    this.#aborted = handler;
    return this;
  }

  onData(handler: (chunk: ArrayBuffer, isLast: boolean) => void): this {
    this.#touch();
    this.#data = handler;
    return this;
  }

  onWritable(handler: (offset: number) => boolean): this {
    this.#touch();
    this.#writable = handler;
    return this;
  }

  cork(write: () => void): this {
    this.#touch();
    write();
    return this;
  }

  writeStatus(): this {
    this.#touch();
    return this;
  }

  writeHeader(): this {
    this.#touch();
    return this;
  }

  getWriteOffset(): number {
    this.#touch();
    return this.written;
  }

  tryEnd(slice: Buffer, length: number): [boolean, boolean] {
    this.#touch();
    const taken = Math.min(this.room, slice.length);
    this.room -= taken;
    this.written += taken;
    if (this.written === length) this.#end(false);
    return [taken === slice.length, this.written === length];
  }

  end(_body?: string, close = false): this {
    this.#touch();
    this.#end(close);
    return this;
  }

  #end(close: boolean): void {
    this.state = 'ended';
    assert.ok(!this.isParsing || !(close || this.clientCloses), 'the connection ended while it was parsed');
  }

  close(): this {
    this.#touch();
    assert.equal(this.isParsing, false, 'the connection was closed while it was parsed');
    this.state = 'closed';
    this.#aborted();
    return this;
  }

  // What the client and the kernel do.

  upload(): void {
    this.isParsing = true;
    if (this.state === 'open') this.#data(new ArrayBuffer(2), true);
    this.isParsing = false;
  }

  read(bytes: number): void {
    this.room = bytes;
    if (this.state === 'open') this.#writable(this.written);
  }

  abort(): void {
    if (this.state === 'open') this.state = 'aborted';
    this.#aborted();
  }

  lateEvent(kind: 'abort' | 'data' | 'writable'): void {
    if (kind === 'abort') this.#aborted();
    else if (kind === 'data') this.#data(new ArrayBuffer(1), true);
    else this.#writable(0);
  }
}
