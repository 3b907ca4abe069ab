// Owns: the server that is tried: one that is started as `npm start` does it, or one that runs already (a container).
// Must never: look into it by any other way than its ports, its log and /proc.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from 'selfsigned';
import { freePort } from '../support/free-port.js';
import { type Exit, watchServer } from '../support/server-output.js';
import { loopbackSources, type Peer } from '../support/wire-connection.js';
import type { OptionTable } from './options.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Their ports, some 28,000 each, are all that limits the number of connections at once. */
const SOURCES = 16;
const STOP_MS_MAX = 15_000;

export interface Target {
  readonly peer: Peer;
  readonly port: number;
  /** The listener for HTTP/1.0. */
  readonly http10Port: number;
  /** Null where the API is open. */
  readonly apiKey: string | null;
  /** Null where somebody else started it. */
  readonly pid: number | null;
  /** How it ended; null while it runs, and where somebody else started it. */
  exit(): Exit | null;
  /** Ends it, if it was started here. */
  stop(): Promise<void>;
}

/** Which server, for every command. */
export const TARGET_OPTIONS = {
  ports: { fallback: '', help: 'PORT,HTTP10_PORT of a server that runs; without it one is started' },
  host: { fallback: '127.0.0.1', help: 'where that server is' },
  'api-key': { fallback: '', help: 'the key of that server, if it wants one' },
  tls: { fallback: false, help: 'TLS on both ports' },
} as const satisfies OptionTable;

interface TargetOptions {
  readonly ports: string;
  readonly host: string;
  readonly 'api-key': string;
  readonly tls: boolean;
}

/** `settings` are those of a server that is started; for one that runs whoever started it has to see to them. */
export function openTarget(
  options: TargetOptions,
  settings: Readonly<Record<string, string>>,
): Promise<Target> {
  return options.ports === '' ? startTarget(options.tls, settings) : Promise.resolve(runningTarget(options));
}

function peerOf(host: string, tls: boolean): Peer {
  return { host, tls, sources: host.startsWith('127.') ? loopbackSources(SOURCES) : [] };
}

function runningTarget({ ports, host, tls, 'api-key': apiKey }: TargetOptions): Target {
  const [port, http10Port] = ports.split(',').map(Number);
  if (!Number.isInteger(port) || !Number.isInteger(http10Port))
    throw new Error(`--ports ${ports}: two ports`);
  return {
    peer: peerOf(host, tls),
    port: port as number,
    http10Port: http10Port as number,
    apiKey: apiKey === '' ? null : apiKey,
    pid: null,
    exit: () => null,
    stop: () => Promise.resolve(),
  };
}

/** The flags that package.json gives to Node.js at `npm start`. */
function startCommand(): readonly string[] {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return (manifest.scripts.start as string).replace(/^exec node /, '').split(' ');
}

async function writeCertificate(folder: string): Promise<Record<string, string>> {
  const pem = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    algorithm: 'sha256',
  });
  const files = { TLS_CERT_FILE: join(folder, 'cert.pem'), TLS_KEY_FILE: join(folder, 'key.pem') };
  writeFileSync(files.TLS_CERT_FILE, pem.cert);
  writeFileSync(files.TLS_KEY_FILE, pem.private);
  return files;
}

async function startTarget(tls: boolean, settings: Readonly<Record<string, string>>): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), 'llm-mock-chaos-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const env = {
    PATH: process.env.PATH,
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
    HTTP10_PORT: String(await freePort()),
    ...(tls ? await writeCertificate(folder) : {}),
    ...settings,
  };
  const child = spawn(process.execPath, startCommand(), {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  // By itself a signal ends this process without its `exit`.
  for (const [name, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ] as const) {
    process.once(name, () => process.exit(128 + number));
  }
  const output = watchServer(child);
  let exit: Exit | null = null;
  output.exited.then((ended) => {
    exit = ended;
  });
  await output.ready;
  return {
    peer: peerOf('127.0.0.1', tls),
    port: Number(env.PORT),
    http10Port: Number(env.HTTP10_PORT),
    apiKey: settings.API_KEY ?? null,
    pid: child.pid as number,
    exit: () => exit,
    async stop() {
      const deadline = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
      child.kill('SIGTERM');
      await output.exited;
      clearTimeout(deadline);
    },
  };
}
