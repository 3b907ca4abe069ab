/**
 * Owns the words for a port that cannot be listened on, and how the cause is found out. Main thread, at start-up, when it
 * has failed already. Must never keep a port: what it binds to find the cause it lets go at once.
 */
import { type AddressInfo, createServer } from 'node:net';

/** Where somebody wanted to listen, and which setting says so. */
export interface WantedPort {
  readonly host: string;
  readonly port: number;
  readonly setting: 'PORT' | 'HTTP10_PORT' | 'AGENT_PORT';
}

const PURPOSES: Readonly<Record<WantedPort['setting'], string>> = {
  PORT: '',
  HTTP10_PORT: ' for HTTP/1.0',
  AGENT_PORT: ' for the agent',
};

/** uWebSockets.js says no more than that it failed. Node.js is asked for the code of the error; null where it succeeds. */
export function probePort({ host, port }: WantedPort): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/**
 * A port that nobody has: the wanted one, or any where that is 0. With SO_REUSEPORT the kernel would let a second server in without a
 * word, so whoever is there is found by asking for the port alone. Gives back the code of the error where there is one.
 */
export function findFreePort({ host, port }: WantedPort): Promise<number | string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => {
      const found = (server.address() as AddressInfo).port;
      server.close(() => resolve(found));
    });
  });
}

/** The cause and the way out, in one sentence. `code` is that of Node's error, null where there is none. */
export function describeListenFailure(code: string | null, wanted: WantedPort): string {
  const { host, port, setting } = wanted;
  return `cannot listen on ${host}:${port}${PURPOSES[setting]}: ${causeOf(code, wanted)}`;
}

function causeOf(code: string | null, { host, setting }: WantedPort): string {
  switch (code) {
    case 'EADDRINUSE':
      return `the port is in use; set ${setting} to another port, or ${setting}=0 for any free one`;
    case 'EACCES':
      return `this user may not listen on that port; set ${setting} to one from 1024 on, or ${setting}=0 for any free one`;
    case 'EADDRNOTAVAIL':
      return 'this machine has no such address; set HOST to one that it has, or HOST=0.0.0.0 for all of them';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `no address is known for the name ${host}; set HOST to an address, or HOST=0.0.0.0 for all of this machine`;
    default: {
      const reason = code === null ? '' : ` (${code})`;
      return `the port is in use, or not allowed, or the host has no such address${reason}; see ${setting} and HOST`;
    }
  }
}
