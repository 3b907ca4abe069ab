/**
 * Options of a listening socket that uWebSockets.js has no call for: TCP keep-alive, a longer backlog, and a limit on what
 * the kernel holds for a client that does not read. Main thread, once at start-up, Linux only.
 *
 * Accepted sockets inherit the options of the listening socket, and a second listen(2) on it raises the backlog; so it
 * is enough to find its descriptor (by its inode, which /proc/net/tcp lists by port) and to make four system calls
 * through koffi. Opening the descriptor as a net.Socket would not do: libuv refuses a second watcher for it (EEXIST).
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { AcceptQueue } from '../admission/connection-limit.js';
import { type Libc, loadLibc, SOL_SOCKET } from '../transport/libc.js';

/** As the original server set it: a dead peer is noticed about a minute after it went silent. */
const KEEP_ALIVE_IDLE_SECONDS = 60;
/** uSockets asks for 512; a burst of thousands of connections needs more. The kernel caps it at net.core.somaxconn. */
const BACKLOG_CONNECTIONS = 4096;

/**
 * Bytes that the kernel takes for a connection and has not sent yet. Without it they grow with the connection's speed, to
 * megabytes (tcp_wmem), for which the container pays: ten thousand clients that do not read must fit into a small one. Bytes on
 * their way do not count, so a fast client is not slowed down.
 */
const UNSENT_BYTES_MAX = 16_384;

/** So long the kernel keeps a connection that says nothing to itself; it ends by steps of doubling time, about here. */
const DEFER_SECONDS = 60;

/** From Linux' asm-generic/socket.h and netinet/tcp.h; the same on x64 and arm64. */
const SO_KEEPALIVE = 9;
const IPPROTO_TCP = 6;
const TCP_KEEPIDLE = 4;
const TCP_DEFER_ACCEPT = 9;
const TCP_INFO = 11;
/** So much of struct tcp_info is asked for; of a listening socket `tcpi_unacked` is the length of its accept queue. */
const TCP_INFO_WORDS = 7;
const TCPI_UNACKED_WORD = 6;
const TCP_NOTSENT_LOWAT = 25;
/** State of a listening socket in /proc/net/tcp. */
const TCP_LISTEN = '0A';

/** Gives back null when the options were set, else the reason why not: the server runs without them. */
export function tuneListenSocket(port: number): string | null {
  try {
    const libc = loadLibc();
    const fds = findListeningDescriptors(port);
    if (fds.length === 0) return `no listening descriptor for port ${port} in /proc/self`;
    for (const fd of fds) tuneDescriptor(libc, fd);
    return null;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] as string) : String(error);
  }
}

/** The queues of the listeners on `port`, one for each thread; none where the kernel cannot be asked. */
export function findAcceptQueues(port: number): readonly AcceptQueue[] {
  try {
    const libc = loadLibc();
    return findListeningDescriptors(port).map((fd) => new LinuxAcceptQueue(libc, fd));
  } catch {
    // `tuneListenSocket` has said why.
    return [];
  }
}

class LinuxAcceptQueue implements AcceptQueue {
  readonly #value = new Int32Array(TCP_INFO_WORDS);
  readonly #bytes = new Int32Array(1);

  constructor(
    private readonly libc: Libc,
    private readonly fd: number,
  ) {}

  defer(on: boolean): void {
    this.#value[0] = on ? DEFER_SECONDS : 0;
    this.libc.setsockopt(this.fd, IPPROTO_TCP, TCP_DEFER_ACCEPT, this.#value, 4);
  }

  length(): number {
    this.#bytes[0] = this.#value.byteLength;
    const failed = this.libc.getsockopt(this.fd, IPPROTO_TCP, TCP_INFO, this.#value, this.#bytes) !== 0;
    return failed ? 0 : (this.#value[TCPI_UNACKED_WORD] as number);
  }
}

function tuneDescriptor(libc: Libc, fd: number): void {
  const set = (level: number, option: number, value: number): void => {
    if (libc.setsockopt(fd, level, option, Int32Array.of(value), 4) !== 0) {
      throw new Error(`setsockopt(${level}, ${option}) failed`);
    }
  };
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, KEEP_ALIVE_IDLE_SECONDS);
  set(IPPROTO_TCP, TCP_NOTSENT_LOWAT, UNSENT_BYTES_MAX);
  if (libc.listen(fd, BACKLOG_CONNECTIONS) !== 0) throw new Error('listen failed');
}

/** This process's descriptors that listen on `port`. */
function findListeningDescriptors(port: number): number[] {
  const inodes = new Set(
    ['tcp', 'tcp6'].flatMap((table) => listeningInodes(`/proc/self/net/${table}`, port)),
  );
  return readdirSync('/proc/self/fd')
    .filter((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(readDescriptor(fd))?.[1];
      return inode !== undefined && inodes.has(inode);
    })
    .map(Number);
}

function readDescriptor(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    // The descriptor by which the folder itself was read is gone by now.
    return '';
  }
}

/** Fields of a line: number, local address:port (hex), remote, state, queues, timer, retransmits, uid, timeout, inode. */
function listeningInodes(table: string, port: number): string[] {
  const portHex = port.toString(16).toUpperCase().padStart(4, '0');
  return readFileSync(table, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === TCP_LISTEN && local?.endsWith(`:${portHex}`))
    .flatMap((fields) => fields[9] ?? []);
}
