/**
 * A standard descriptor, opened such that writing to it never holds the event loop. Main thread, once a descriptor.
 *
 * O_NONBLOCK belongs to the open file description, which this process shares with whoever started it: set there, a shell
 * or a sibling that writes to the same pipe would meet EAGAIN. So pipes and terminals are opened anew through /proc, which
 * gives a description of our own. Regular files are not: theirs has a position, which a second one would not follow (lines
 * would be written over). Their writes cannot be made non-blocking at all, and go to a thread.
 */
import { constants, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';

/** Where lines go. */
export interface OutputDescriptor {
  readonly fd: number;
  /** Whether a write may take its time (a disk that is slow, or gone), so that it must not happen on this thread. */
  readonly mayBlock: boolean;
}

const OPEN_FLAGS = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY | constants.O_APPEND;

/** Holds what made a descriptor non-blocking: collected, it would close the descriptor. */
const kept: Socket[] = [];

/** Opens standard output (1) or error (2). Throws ENXIO for a pipe that has no reader: one may come later. */
export function openOutput(standardFd: 1 | 2): OutputDescriptor {
  const stats = fstatSync(standardFd);
  if (stats.isFile()) return { fd: standardFd, mayBlock: true };
  if (!stats.isSocket()) {
    try {
      return { fd: openSync(`/proc/self/fd/${standardFd}`, OPEN_FLAGS), mayBlock: false };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENXIO') throw error;
      // No /proc, or a pipe of another user's: its own description has to do.
    }
  }
  return { fd: standardFd, mayBlock: !makeNonBlocking(standardFd) };
}

/**
 * A socket cannot be opened anew. libuv sets O_NONBLOCK on it, as it does for every program that uses process.stdout, and
 * Node.js gives the description its flags back when the process ends.
 */
function makeNonBlocking(fd: number): boolean {
  try {
    const socket = new Socket({ fd, readable: false, writable: true });
    socket.unref();
    kept.push(socket);
    return true;
  } catch {
    // Neither a socket nor a pipe: a terminal of somebody else's, for one. A thread will bear it.
    return false;
  }
}
