/**
 * Ends uploads on HTTP10_PORT that are too slow, by the rule of the other port: node:http has a limit for a whole request
 * only, and a client that sends a byte now and then would hold its slot for all of it. Main thread.
 *
 * What it watches is a request whose body has not come to its end. One that waits for its planned delay, or for its client
 * to read, is not.
 */
/**
 * uWebSockets.js ends a connection when less than this of a body came within its idle time-out, however long that is: 16 KiB for
 * each of its ten seconds (HttpContext.h; seen in both builds, 2026-11-27).
 */
const BYTES_MIN = 163_840;
const CHECK_EVERY_MS = 1_000;

/** What is asked of a request, and of its connection. */
export interface Upload {
  /** Whether all of it has come. */
  readonly complete: boolean;
  readonly socket: UploadSocket;
}

export interface UploadSocket {
  readonly bytesRead: number;
  once(event: 'close', listener: () => void): unknown;
  destroy(): unknown;
}

interface Watched {
  /** The last request of the connection; null once it is known to be complete. */
  upload: Upload | null;
  sinceMs: number;
  bytesBefore: number;
}

export class UploadWatch {
  /** By connection, so that it is bounded by them and not by the requests of a second. */
  readonly #connections = new Map<UploadSocket, Watched>();
  readonly #timer: NodeJS.Timeout;

  /** `windowMs` is the idle time-out; `now` is a clock in milliseconds. */
  constructor(
    private readonly windowMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#timer = setInterval(() => this.check(), CHECK_EVERY_MS).unref();
  }

  /** A request's head has arrived. Most bodies come with it, and are through before the next check. */
  watch(upload: Upload): void {
    const { socket } = upload;
    const watched = this.#connections.get(socket);
    if (watched === undefined) {
      this.#connections.set(socket, { upload, sinceMs: this.now(), bytesBefore: socket.bytesRead });
      socket.once('close', () => this.#connections.delete(socket));
    } else {
      watched.upload = upload;
      watched.sinceMs = this.now();
      watched.bytesBefore = socket.bytesRead;
    }
  }

  /** Ends the connections whose upload is too slow. Once a second. */
  check(): void {
    const nowMs = this.now();
    for (const [socket, watched] of this.#connections) {
      if (watched.upload === null) continue;
      if (watched.upload.complete) {
        watched.upload = null;
      } else if (socket.bytesRead - watched.bytesBefore >= BYTES_MIN) {
        watched.sinceMs = nowMs;
        watched.bytesBefore = socket.bytesRead;
      } else if (nowMs - watched.sinceMs >= this.windowMs) {
        socket.destroy();
      }
    }
  }

  /** Watches nothing any more. */
  stop(): void {
    clearInterval(this.#timer);
    this.#connections.clear();
  }
}
