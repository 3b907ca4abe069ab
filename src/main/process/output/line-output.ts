/**
 * Lines to a standard descriptor, such that nothing that is behind it can hold or end the process. Main thread.
 *
 * A reader that does not read (EAGAIN) is waited for with a bounded buffer. Any other error (ENOSPC, EIO, EPIPE, EFBIG, a
 * pipe without a reader) costs the line, and the next one is tried anew: so the log goes on when the disk has room again.
 * Lines that are lost are counted. It must never throw, and never wait.
 */
import { write, writeSync } from 'node:fs';
import { type OutputDescriptor, openOutput } from './output-descriptor.js';

/** Of lines that wait for their reader, as much as a pipe takes four times over: the log is a few lines an hour. */
const BUFFERED_BYTES_MAX = 262_144;
/** How soon a reader that did not read is tried again. */
const RETRY_MS = 100;
const FLUSH_POLL_MS = 5;
/** How long the last lines may take to go out when the process ends. */
export const FLUSH_MS = 500;

/** Ends a line of which only a part could be written, ahead of the next one. */
const LINE_FEED = Buffer.from('\n');

export class LineOutput {
  readonly #open: () => OutputDescriptor;
  #descriptor: OutputDescriptor | null = null;
  readonly #lines: Buffer[] = [];
  /** Of all lines that wait. */
  #bytes = 0;
  /** Bytes of the first line that are out. */
  #written = 0;
  /** Whether a thread is writing the first line. */
  #inFlight = false;
  #retry: NodeJS.Timeout | null = null;
  #lost = 0;
  #lostUntold = 0;
  #onLost: ((lines: number) => void) | null = null;
  /** Told when writing works again, how many lines were lost since it last did. */
  onRecovered: ((lines: number) => void) | null = null;

  /** `standardFd` is 1 for standard output, 2 for standard error. `open` opens something else, for a test. */
  constructor(standardFd: 1 | 2, open: () => OutputDescriptor = () => openOutput(standardFd)) {
    this.#open = open;
    // For an end that nobody planned; one that is planned awaits `flush`.
    process.once('exit', () => this.#writeRest());
  }

  /** Hands `count` the lines that were lost so far, if any, and from here on each that is. */
  countLostInto(count: (lines: number) => void): void {
    this.#onLost = count;
    if (this.#lost > 0) count(this.#lost);
  }

  /** Writes whole lines, which bring their line feed. They count as one where they are lost. */
  write(text: string): void {
    const line = Buffer.from(text);
    if (this.#bytes + line.length > BUFFERED_BYTES_MAX) {
      this.#countLost();
      return;
    }
    this.#lines.push(line);
    this.#bytes += line.length;
    if (this.#retry === null) this.#advance();
  }

  /** Resolves when all lines are out, or lost, or `withinMs` have passed: the process may end then. */
  async flush(withinMs: number): Promise<void> {
    const untilMs = performance.now() + withinMs;
    while (this.#isWaiting() && performance.now() < untilMs) {
      await new Promise((resolve) => setTimeout(resolve, FLUSH_POLL_MS));
      this.#advance();
    }
  }

  #isWaiting(): boolean {
    return this.#lines.length > (this.#lines[0] === LINE_FEED ? 1 : 0);
  }

  #advance(): void {
    while (!this.#inFlight && this.#lines.length > 0) {
      try {
        this.#descriptor ??= this.#open();
        if (this.#descriptor.mayBlock) {
          this.#writeInThread(this.#descriptor.fd);
          return;
        }
        this.#took(writeSync(this.#descriptor.fd, this.#lines[0] as Buffer, this.#written));
      } catch (error) {
        if (!this.#goesOnAfter(error as NodeJS.ErrnoException)) return;
      }
    }
  }

  #writeInThread(fd: number): void {
    this.#inFlight = true;
    write(fd, this.#lines[0] as Buffer, this.#written, (error, bytes) => {
      this.#inFlight = false;
      if (error === null) this.#took(bytes);
      else if (!this.#goesOnAfter(error)) return;
      this.#advance();
    });
  }

  /** What is left when the process ends; a line that a thread has in hand is left to it. */
  #writeRest(): void {
    try {
      for (let index = this.#inFlight ? 1 : 0; index < this.#lines.length; index++) {
        const { fd } = this.#descriptor ?? this.#open();
        writeSync(fd, this.#lines[index] as Buffer, index === 0 ? this.#written : 0);
      }
    } catch {
      // Nobody is left who could be told, and the metric ends with the process.
      this.#lines.length = 0;
    }
  }

  #took(bytes: number): void {
    const line = this.#lines[0] as Buffer;
    this.#written += bytes;
    if (this.#written < line.length) return;
    this.#removeLine(0);
    if (this.#lines.length > 0 || this.#lostUntold === 0) return;
    const lost = this.#lostUntold;
    this.#lostUntold = 0;
    this.onRecovered?.(lost);
  }

  /** Whether to go on at once after a write that failed. */
  #goesOnAfter({ code }: NodeJS.ErrnoException): boolean {
    if (code === 'EAGAIN') {
      this.#retryLater();
      return false;
    }
    if (!this.#isWaiting()) return false;
    if (this.#written > 0) {
      // A part of it is out: the next line must not be glued to it.
      this.#bytes -= (this.#lines[0] as Buffer).length - LINE_FEED.length;
      this.#lines[0] = LINE_FEED;
      this.#written = 0;
    } else {
      this.#removeLine(this.#lines[0] === LINE_FEED ? 1 : 0);
    }
    this.#countLost();
    return this.#isWaiting();
  }

  #removeLine(index: number): void {
    const [line] = this.#lines.splice(index, 1);
    this.#bytes -= (line as Buffer).length;
    if (index === 0) this.#written = 0;
  }

  #retryLater(): void {
    if (this.#retry !== null) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.#advance();
    }, RETRY_MS).unref();
  }

  #countLost(): void {
    this.#lost++;
    this.#lostUntold++;
    this.#onLost?.(1);
  }
}
