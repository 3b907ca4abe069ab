// Owns: how a case of HTTP is run on a port, and how what came back is told. Runs on: the test process.
//
// Whether a connection was kept is told without a clock. Beside each case lie a connection that was asked once, right before, and
// is idle since, and one that uploads and does not go on: where the connection of the case ends and both are still there when
// another request is answered afterwards, the server ended it on purpose; else it was waited for until the time-out.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { get, type HttpCase, LENGTH, type Outcome, post } from './case.js';

class Client {
  text = '';
  ended = false;
  readonly end: Promise<void>;

  constructor(readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (piece: string) => {
      this.text += piece;
    });
    // A reset is one of the ways in which a connection ends.
    socket.on('error', () => {});
    this.end = new Promise((resolve) => {
      const onEnd = (): void => {
        this.ended = true;
        resolve();
      };
      socket.once('end', onEnd).once('close', onEnd);
    });
  }

  static async open(port: number): Promise<Client> {
    // Half open: what the server ends is told by 'end', whatever this side has still to say.
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    await once(socket, 'connect');
    return new Client(socket);
  }
}

/** Asks once; the connection stays open. */
async function ask(port: number): Promise<Client> {
  const client = await Client.open(port);
  client.socket.write(get());
  await Promise.race([once(client.socket, 'data'), client.end]);
  return client;
}

/** Runs one on the port; where the connection is kept that takes as long as the server's idle time-out. */
export async function runCase(
  { bytes, halfCloses, comesInTwo, firstIsHead }: HttpCase,
  port: number,
): Promise<Outcome> {
  const idle = await ask(port);
  const upload = await Client.open(port);
  upload.socket.write(post([`content-length: ${LENGTH}`], ''));
  const client = await Client.open(port);
  const { socket } = client;
  if (comesInTwo === true) {
    const half = bytes.length / 2;
    socket.write(bytes.slice(0, half), 'latin1');
    // Its answer says that what was written before has been read.
    const other = await ask(port);
    other.socket.destroy();
    if (!client.ended) socket.write(bytes.slice(half), 'latin1');
  } else {
    socket.write(bytes, 'latin1');
  }
  if (halfCloses === true) socket.end();
  await client.end;
  const last = await ask(port);
  const statuses = statusesOf(client.text, firstIsHead === true);
  // A 408 comes of a time-out, and of nothing else.
  const wasKept = idle.ended || upload.ended || statuses.at(-1) === '408';
  for (const one of [idle, upload, client, last]) one.socket.destroy();
  return [...statuses, wasKept ? 'kept' : 'ended'].join(' ');
}

/** The statuses of the replies in this text, each of which must be framed. */
function statusesOf(text: string, firstIsHead: boolean): string[] {
  const found: string[] = [];
  for (let rest = text; rest.length > 0; ) {
    const end = rest.indexOf('\r\n\r\n');
    const status = /^HTTP\/1\.1 (\d{3}) /.exec(rest)?.[1];
    if (end === -1 || status === undefined) return [...found, 'unframed'];
    const length = /\r\ncontent-length: (\d+)/i.exec(rest.slice(0, end))?.[1];
    const hasBody = !status.startsWith('1') && !(firstIsHead && found.length === 0);
    found.push(status);
    // Without a length it ends with the connection.
    if (hasBody && length === undefined) return found;
    rest = rest.slice(end + 4 + (hasBody ? Number(length) : 0));
  }
  return found;
}
