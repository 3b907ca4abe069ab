// Owns: the answers to all cases as text: what differs from run to run is replaced, the rest is as it lay on the wire.
// Runs on: the process of a test or a command, with the servers in it.

import { connect } from 'node:net';
import { startTestServer } from '../support/in-process.js';
import { until } from '../support/until.js';
import type { WireCase } from './cases.js';
import { APIS, type Api, bodyOf, post } from './requests.js';
import { SERVERS, type ServerName } from './servers.js';

const AT_ONCE = 32;
/** Of so many cases one is asked for again and again: what is remembered does not depend on what is said. */
const REPEATED_OF = 4;
const HELD = bodyOf(APIS[0] as Api, { model: 'm;delay=60s' });

/** What a connection brings from its first byte to its end. */
function ask(port: number, bytes: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (piece: Buffer) => pieces.push(piece));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(pieces)));
  });
}

/** How a stream is cut into chunks depends on what was due at once, so its pieces are put together. */
function withoutChunks(head: string, body: string): string {
  if (!/\r\ntransfer-encoding: chunked/i.test(head)) return body;
  let text = '';
  let rest = body;
  for (;;) {
    const length = Number.parseInt(rest, 16);
    const start = rest.indexOf('\r\n') + 2;
    if (!(length > 0)) return text + (length === 0 ? '' : ' (the last chunk is missing)');
    text += rest.slice(start, start + length);
    rest = rest.slice(start + length + 2);
  }
}

const SSE = /\r\ncontent-type: text\/event-stream/i;
/** What is sent in pieces is kept nowhere on the way. */
const STREAM = /\r\ncache-control: no-cache/i;
/** What stands where there is nothing to say: comments, or in an array line ends of which none is in its JSON or between that. */
const COMMENT = /^:.*\n\n/gm;
const FILLER = /(?<!\r)\n/g;

/** A stream has a length where all was due at once, and fillers where its client was slow, or a pause ended in time. */
function untimed(head: string, body: string): string {
  const framing = /\r\n(?:content-length|transfer-encoding): [^\r]+/i;
  return head.replace(framing, '') + body.replace(SSE.test(head) ? COMMENT : FILLER, '');
}

/** Latin-1 in, UTF-8 out: the lengths of chunks count bytes. */
function stable(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  const headEnd = text.indexOf('\r\n\r\n') + 4;
  const head = text.slice(0, headEnd);
  const body = withoutChunks(head, text.slice(headEnd));
  const whole = SSE.test(head) || STREAM.test(head) ? untimed(head, body) : head + body;
  return Buffer.from(whole, 'latin1')
    .toString()
    .replace(/\r\ndate: [^\r]+/i, '\r\nDate: (now)')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '(uuid)')
    .replace(/\r\nx-debug-trace-id: [0-9a-f]{32}/, '\r\nx-debug-trace-id: (id)')
    .replace(/"signature":"[^"]+"/g, '"signature":"(of the id)"')
    .replace(/\b(req|resp|msg|cmpl|rs|fc)_[0-9a-f]{24,64}/g, '$1_(id)')
    .replace(/\b(call|toolu)_[0-9a-f]{20}/g, '$1_(id)')
    .replace(/"created(_at)?":\d+/g, '"created$1":(now)')
    .replace(/"created_at":"[^"]+"/g, '"created_at":"(now)"');
}

/**
 * Starts the servers, asks them everything (of what is answered with 200 a part so many times), and gives back the answers by the names of
 * the cases. One that is not the same each time is told as several.
 */
export async function recordAnswers(
  cases: readonly WireCase[],
  times = 1,
): Promise<ReadonlyMap<string, string>> {
  const answers = new Map<string, string>();
  let asked = 0;
  const askAll = async (name: ServerName): Promise<void> => {
    const settings = { HTTP10_PORT: '0', SEED: '1', ...SERVERS[name] };
    const server = await startTestServer(settings);
    if (name === 'full') {
      ask(server.port, post('/v1/chat/completions', HELD)).catch(() => {});
      await until(() => server.state.active === 1, 'the slot is taken');
    }
    const queue = cases.filter((one) => one.server === name);
    const work = async (): Promise<void> => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
        const port = one.old === true ? (server.http10Port as number) : server.port;
        const seen = new Set([stable(await ask(port, one.bytes))]);
        // What is wrong is read anew each time.
        const isGood = [...seen][0]?.startsWith('HTTP/1.1 200');
        const again = isGood && asked++ % REPEATED_OF === 0 ? times - 1 : 0;
        for (let left = again; left > 0; left--) seen.add(stable(await ask(port, one.bytes)));
        answers.set(one.name, [...seen].join('\n(another time)\n'));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await server.close();
  };
  await Promise.all((Object.keys(SERVERS) as ServerName[]).map(askAll));
  return new Map(cases.map(({ name }) => [name, answers.get(name) as string]));
}
