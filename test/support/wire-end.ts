// Owns: one request on a connection of its own, every byte that comes back, and how the connection ends: by FIN, by RST, or not.
// Runs on: the test process. Must never: repair what came.

import { connect } from 'node:net';

/** For what does not come at all. */
const DEADLINE_MS = 30_000;

export interface WireEnd {
  readonly text: string;
  /** `kept` where the reply is whole by its framing and the connection stays. */
  readonly end: 'fin' | 'rst' | 'kept';
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** Without the framing of chunks. */
  readonly body: string;
  /** Whether the body is as long as its head says, or its chunks have their end. */
  readonly isWhole: boolean;
  /** In how many pieces the body came. */
  readonly packets: number;
}

/**
 * Sends the bytes; resolves once the reply is whole, or its connection has ended. `byteByByte` is for a RST behind data: libuv
 * calls it an end where it has read less than it had room for.
 */
export function askRaw(port: number, bytes: string, byteByByte = false): Promise<WireEnd> {
  let onPiece: (piece: string) => void = () => {};
  const callback = (_: number, read: Uint8Array): boolean => {
    onPiece(Buffer.from(read).toString('latin1'));
    return true;
  };
  const onread = byteByByte ? { onread: { buffer: Buffer.alloc(1), callback } } : {};
  const socket = connect({ port, host: '127.0.0.1', ...onread });
  socket.setEncoding('latin1').setNoDelay(true);
  let text = '';
  let packets = 0;
  return new Promise((resolve, reject) => {
    socket.setTimeout(DEADLINE_MS, () => {
      socket.destroy();
      reject(new Error(`nothing came, not even the end, after: ${text.slice(-200)}`));
    });
    const finish = (end: WireEnd['end']): void => {
      // A reset leaves no port in TIME_WAIT behind.
      if (end === 'kept') socket.resetAndDestroy();
      else socket.destroy();
      resolve({ text, end, packets, ...taken(text) });
    };
    socket.on('connect', () => socket.write(bytes));
    onPiece = (piece) => {
      text += piece;
      packets++;
      if (taken(text).isWhole) finish('kept');
    };
    socket.on('data', onPiece);
    socket.on('end', () => finish('fin'));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? finish('rst') : reject(error),
    );
  });
}

function taken(text: string): Pick<WireEnd, 'status' | 'headers' | 'body' | 'isWhole'> {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return { status: 0, headers: new Map(), body: '', isWhole: false };
  const [line = '', ...lines] = text.slice(0, headEnd).split('\r\n');
  const headers = new Map(
    lines.map((one) => [
      one.slice(0, one.indexOf(':')).toLowerCase(),
      one.slice(one.indexOf(':') + 1).trim(),
    ]),
  );
  const rest = text.slice(headEnd + 4);
  const status = Number(line.split(' ')[1]);
  const length = headers.get('content-length');
  if (length !== undefined) return { status, headers, body: rest, isWhole: rest.length >= Number(length) };
  return { status, headers, ...unchunked(rest) };
}

function unchunked(rest: string): Pick<WireEnd, 'body' | 'isWhole'> {
  let body = '';
  for (let at = 0; ; ) {
    const lineEnd = rest.indexOf('\r\n', at);
    const size = lineEnd === -1 ? Number.NaN : Number.parseInt(rest.slice(at, lineEnd), 16);
    if (Number.isNaN(size)) return { body, isWhole: false };
    if (size === 0) return { body, isWhole: rest.startsWith('\r\n', lineEnd + 2) };
    body += rest.slice(lineEnd + 2, lineEnd + 2 + size);
    at = lineEnd + 2 + size + 2;
  }
}
