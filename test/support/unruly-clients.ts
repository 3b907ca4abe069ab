// Owns: the ways in which clients misbehave. Each leaves by itself or is left hanging for the caller to end.

import { once } from 'node:events';
import { CHAT_BODY, chatRequest, chunk, head } from './chat.js';
import { RawClient } from './raw-client.js';

/** Resolves when the client has done what it does; `stays` says that its connection is still open then. */
export interface UnrulyClient {
  readonly title: string;
  readonly stays: boolean;
  /** How often it is counted as having left while it held a slot; null where that depends on the uWebSockets.js build. */
  readonly disconnects: 0 | 1 | null;
  /** `arrived` resolves when what was written may be taken as read; a reset before that would take it back. */
  run(port: number, arrived: () => Promise<unknown>): Promise<RawClient>;
}

const HALF = CHAT_BODY.slice(0, 30);
const WITH_LENGTH = head({ headers: [`content-length: ${CHAT_BODY.length}`] });
const CHUNKED = head({ headers: ['transfer-encoding: chunked'] });

async function written(port: number, ...pieces: readonly string[]): Promise<RawClient> {
  const client = await RawClient.connect(port);
  for (const piece of pieces) client.write(piece);
  return client;
}

/** Writes, waits until the server has read it, and leaves by a reset or in good order. */
async function writtenAndLeft(
  port: number,
  arrived: () => Promise<unknown>,
  inOrder: boolean,
  ...pieces: readonly string[]
): Promise<RawClient> {
  const client = await written(port, ...pieces);
  await arrived();
  if (inOrder) client.socket.destroy();
  else client.leave();
  return client;
}

/** Writes and waits until the server has ended the connection. */
async function writtenAndClosed(port: number, ...pieces: readonly string[]): Promise<RawClient> {
  const client = await written(port, ...pieces);
  await client.closed;
  return client;
}

export const UNRULY_CLIENTS: readonly UnrulyClient[] = [
  {
    title: 'leaves during the upload',
    stays: false,
    disconnects: 1,
    run: (p, arrived) => writtenAndLeft(p, arrived, true, WITH_LENGTH, HALF),
  },
  {
    title: 'resets during the upload',
    stays: false,
    disconnects: 1,
    run: (p, arrived) => writtenAndLeft(p, arrived, false, WITH_LENGTH, HALF),
  },
  {
    title: 'leaves between chunks',
    stays: false,
    disconnects: 1,
    run: (p, arrived) => writtenAndLeft(p, arrived, true, CHUNKED, chunk(HALF)),
  },
  {
    title: 'leaves during the delay',
    stays: false,
    disconnects: 1,
    run: (p, arrived) => writtenAndLeft(p, arrived, true, chatRequest()),
  },
  {
    title: 'resets during the delay',
    stays: false,
    disconnects: 1,
    run: (p, arrived) => writtenAndLeft(p, arrived, false, chatRequest()),
  },
  {
    title: 'leaves when the reply has started',
    stays: false,
    disconnects: 0,
    run: async (port) => {
      const client = await written(port, chatRequest({ headers: ['x-mock-delay: 20ms'] }));
      await once(client.socket, 'data');
      client.leave();
      return client;
    },
  },
  { title: 'stalls behind the headers', stays: true, disconnects: 1, run: (p) => written(p, WITH_LENGTH) },
  { title: 'stalls within the body', stays: true, disconnects: 1, run: (p) => written(p, WITH_LENGTH, HALF) },
  {
    title: 'stalls between chunks',
    stays: true,
    disconnects: 1,
    run: (p) => written(p, CHUNKED, chunk(HALF)),
  },
  {
    title: 'stalls within the headers',
    stays: true,
    disconnects: 0,
    run: (p) => written(p, WITH_LENGTH.slice(0, 60)),
  },
  {
    title: 'sends a bad request line',
    stays: false,
    disconnects: 0,
    run: (p) => writtenAndClosed(p, 'GIVE ME\r\n\r\n'),
  },
  {
    title: 'sends bad JSON',
    stays: true,
    disconnects: 0,
    run: (p) => written(p, chatRequest({ body: HALF })),
  },
  {
    title: 'sends a length that is no number',
    stays: false,
    disconnects: null,
    run: (p) => writtenAndClosed(p, head({ headers: ['content-length: 1x'] }), CHAT_BODY),
  },
  {
    title: 'sends a bad chunk size',
    stays: false,
    disconnects: 1,
    run: (p) => writtenAndClosed(p, CHUNKED, `zz\r\n${HALF}`),
  },
  {
    title: 'sends a bad chunk size behind a good chunk',
    stays: false,
    disconnects: 1,
    run: (p) => writtenAndClosed(p, CHUNKED, `${chunk(HALF)}zz\r\n${HALF}`),
  },
  {
    title: 'announces a body that is too large and stays',
    stays: true,
    disconnects: 0,
    run: (p) => written(p, head({ headers: ['content-length: 99999'] }), HALF),
  },
  {
    title: 'sends a chunked body that is too large',
    stays: false,
    disconnects: 0,
    run: (p) => writtenAndClosed(p, CHUNKED, chunk('x'.repeat(10_000)), chunk('x'.repeat(10_000)), chunk('')),
  },
  {
    title: 'half-closes during the delay',
    stays: false,
    disconnects: 1,
    run: async (port) => {
      const client = await written(port, chatRequest());
      client.halfClose();
      await client.closed;
      return client;
    },
  },
  {
    title: 'half-closes during the upload',
    stays: false,
    disconnects: 1,
    run: async (port) => {
      const client = await written(port, WITH_LENGTH, HALF);
      client.halfClose();
      await client.closed;
      return client;
    },
  },
  {
    title: 'sends a second request before the first is answered',
    stays: false,
    disconnects: 1,
    run: (p) => writtenAndClosed(p, chatRequest() + chatRequest()),
  },
];
