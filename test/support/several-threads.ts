// Owns: servers with several threads that serve, clients whose requests stay for as long as a test wants, and the end of such a thread.
// Runs on: the test process.

import { BroadcastChannel } from 'node:worker_threads';
import { SharedState } from '../../dist/shared/state.js';
import { CHAT_BODY, chatRequest } from './chat.js';
import { ADMIN_KEY } from './control-client.js';
import { type Settings, startTestServer, type TestServer } from './in-process.js';
import { RawClient } from './raw-client.js';
import { DEATH, type Death } from './thread-death.js';
import { until } from './until.js';

export interface ManyThreads extends TestServer {
  /** What was told of threads that have died: how many slots each gave back. */
  readonly deaths: { readonly thread: number; readonly slots: number }[];
}

export async function startThreads(threads: number, settings: Settings = {}): Promise<ManyThreads> {
  const deaths: { thread: number; slots: number }[] = [];
  // Clients are asked one after the other: on a busy machine the last of them waits for longer than connections are kept by default.
  const given = { SOCKET_THREADS: String(threads), ADMIN_KEY, KEEP_ALIVE_TIMEOUT: '1h', ...settings };
  const server = await startTestServer(given, undefined, undefined, {
    servingEntry: new URL('../fixtures/mortal-serving.js', import.meta.url),
    onThreadDeath: (_error, thread, slots) => deaths.push({ thread, slots }),
  });
  return { ...server, deaths };
}

/** Has every thread end that serves beside the main one. */
export function killThreads(how: Death): void {
  const channel = new BroadcastChannel(DEATH);
  channel.postMessage(how);
  channel.close();
}

const LAST = 1;

/** So many clients, each with a connection of its own, which the kernel gives to any thread. */
export function connectAll(port: number, count: number): Promise<RawClient[]> {
  return Promise.all(Array.from({ length: count }, () => RawClient.connect(port)));
}

/** Sends a request but for the last byte of its body: it holds its slot, or waits for one, until `finish`. */
export function begin(client: RawClient): void {
  client.write(chatRequest().slice(0, -LAST));
}

export function finish(client: RawClient): void {
  client.write(CHAT_BODY.slice(-LAST));
}

/** Connections of each thread. */
export function byThread({ state }: ManyThreads): number[] {
  return Array.from(
    { length: state.threads },
    (_, at) => SharedState.attach(state.buffer, at).ownConnections,
  );
}

/** Clients until every thread has some of them. */
export async function clientsOfAll(server: ManyThreads, atLeast: number): Promise<RawClient[]> {
  const clients = await connectAll(server.port, atLeast);
  await until(() => server.state.connections >= clients.length, 'all are counted');
  while (byThread(server).includes(0)) {
    clients.push(...(await connectAll(server.port, 4)));
    await until(() => server.state.connections >= clients.length, 'all are counted');
  }
  return clients;
}
