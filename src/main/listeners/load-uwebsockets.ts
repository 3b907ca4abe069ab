/**
 * Loads the native uWebSockets.js build, or says in one sentence why this machine has none. Main thread, once.
 */

import type * as UWebSockets from 'uWebSockets.js';
import { createRequire } from 'node:module';
import { EXIT, StartError } from '../../shared/errors.js';

export type UWebSocketsModule = typeof UWebSockets;

/**
 * uWebSockets.js refuses heads above 4 KiB with 431 unless this variable, read when the addon is loaded, says otherwise.
 * Gateways put tokens and traces into theirs; 16 KiB is what Node's own server takes.
 */
const HEAD_BYTES_MAX = 16_384;

/** Throws a StartError (exit code 3) where no build fits. */
export function loadUWebSockets(): UWebSocketsModule {
  process.env.UWS_HTTP_MAX_HEADERS_SIZE ??= String(HEAD_BYTES_MAX);
  try {
    const module = createRequire(import.meta.url)('uWebSockets.js') as UWebSocketsModule & SilentSwitch;
    // Leaves out the header `uWebSockets: 20` that it would put into every reply.
    module._cfg('silent');
    return module;
  } catch (error) {
    throw new StartError(describeMisfit(error), EXIT.environment);
  }
}

interface SilentSwitch {
  _cfg(option: 'silent'): void;
}

/** The version of the C library, or undefined where it is not glibc (musl, macOS, Windows). */
function glibcVersion(): string | undefined {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return report?.header?.glibcVersionRuntime;
}

function describeMisfit(error: unknown): string {
  const glibc = glibcVersion();
  const libc =
    process.platform === 'linux'
      ? ` with ${glibc === undefined ? 'a libc that is not glibc' : `glibc ${glibc}`}`
      : '';
  const machine = `Node.js ${process.versions.node} on ${process.platform}-${process.arch}${libc}`;
  const needed =
    'Node.js 20 needs glibc 2.27 or newer (Debian 12), Node.js 22 and 24 need glibc 2.38 or newer (Debian 13, Ubuntu 24.04)';
  return `no build of uWebSockets.js fits ${machine}: ${needed} [${findCause(error)}]`;
}

/** The package puts the loader's own words last; behind them Node lists the files that asked for a missing module. */
function findCause(error: unknown): string {
  const lines = String(error).split('\nRequire stack:')[0]?.split('\n') ?? [];
  return lines.at(-1)?.slice(0, 200) ?? '';
}
