/**
 * The system calls that neither Node.js nor uWebSockets.js has a call for, made through koffi. Main thread, Linux only.
 */
import { createRequire } from 'node:module';

/** From Linux' asm-generic/socket.h; the same on x64 and arm64. */
export const SOL_SOCKET = 1;

export interface Libc {
  setsockopt(fd: number, level: number, option: number, value: Int32Array, bytes: number): number;
  getsockopt(fd: number, level: number, option: number, value: Int32Array, bytes: Int32Array): number;
  listen(fd: number, backlog: number): number;
}

/** Throws where koffi, or the library, cannot be loaded. */
export function loadLibc(): Libc {
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
  const libc = koffi.load('libc.so.6');
  return {
    setsockopt: libc.func(
      'int setsockopt(int fd, int level, int option, const int *value, unsigned int bytes)',
    ),
    getsockopt: libc.func(
      'int getsockopt(int fd, int level, int option, _Out_ int *value, _Inout_ int *bytes)',
    ),
    listen: libc.func('int listen(int fd, int backlog)'),
  };
}
