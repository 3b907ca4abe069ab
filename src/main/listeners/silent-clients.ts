/**
 * What the HTTP/1.0 listener does about a client that says nothing, or nothing that node:http can read. Main thread.
 *
 * ApacheBench leaves connections idle while its last round is answered: one that it opened for a request that it has not, and with
 * `-k` all that are left over. When the server ends one, ab counts a failed request. So before its first byte, and behind a
 * reply to HTTP/1.0, a connection is given more time than others.
 */
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/** Twice the time that ab waits for an answer by default. */
const PATIENCE_MS = 60_000;

/** As node:http answers by itself where nobody listens to its errors. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};
const STATUS_OF_OTHERS = 400;

/** Has a server, whose time for a head is `headMs`, wait a minute for the first byte of a connection if that is longer. */
export function waitForFirstByte(server: Server, headMs: number): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const client = socket as Socket;
    const isUnspoken = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && client.bytesRead === 0;
    if (!isUnspoken || headMs >= PATIENCE_MS) {
      refuse(client, error);
      return;
    }
    // Node.js asks once; from the first byte of a head on it counts again.
    const giveUp = setTimeout(() => client.bytesRead === 0 && refuse(client, error), PATIENCE_MS - headMs);
    client.once('close', () => clearTimeout(giveUp));
  });
}

/**
 * The reply to `request` is over. Must be told behind what node:http does then: it has set the time of an idle connection, unless the
 * next request has come already.
 */
export function waitForNextRequest(
  {
    httpVersionMinor,
    socket,
  }: Pick<IncomingMessage, 'httpVersionMinor'> & {
    readonly socket: Pick<Socket, 'timeout' | 'setTimeout'>;
  },
  keepAliveMs: number,
): void {
  const isIdle = (socket.timeout ?? 0) > 0;
  if (httpVersionMinor === 0 && isIdle && keepAliveMs < PATIENCE_MS) socket.setTimeout(PATIENCE_MS);
}

function refuse(socket: Socket, error: NodeJS.ErrnoException): void {
  const inFlight = (socket as { _httpMessage?: ServerResponse | null })._httpMessage;
  if (socket.writable && inFlight?.headersSent !== true) {
    const status = STATUS_OF_CODE[error.code ?? ''] ?? STATUS_OF_OTHERS;
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
  }
  socket.destroy(error);
}
