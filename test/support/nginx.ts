// Owns: a real nginx in front of a server process, as Debian packages it. Runs on: the test process.
// Must never: outlive the test, or write outside a folder of its own.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { ServerProcess } from './child-process.js';
import { freePort } from './free-port.js';
import { nginxConfiguration } from './nginx-configuration.js';
import { until } from './until.js';

const NGINX = ['nginx', '/usr/sbin/nginx'].find((path) => spawnSync(path, ['-v']).error === undefined);
/** For `test(…, { skip }, …)`: the reason, or false where there is one. */
export const missingNginx: string | false = NGINX === undefined ? 'no nginx here' : false;

function configuration(directory: string, port: number, target: number, location: string): string {
  return nginxConfiguration(
    directory,
    `  upstream mock { server 127.0.0.1:${target}; keepalive 16; }
  server {
    listen 127.0.0.1:${port};
    ${location}
  }`,
  );
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

/** Starts one with this location in front of the server, which is the upstream `mock`, and gives back its URL. */
export async function startNginx(server: ServerProcess, location: string): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'llm-mock-nginx-'));
  const port = Number(await freePort());
  const file = join(directory, 'nginx.conf');
  writeFileSync(file, configuration(directory, port, server.port, location));
  const child = spawn(NGINX as string, ['-c', file, '-p', directory], { stdio: 'ignore' });
  after(async () => {
    child.kill('SIGTERM');
    await until(() => child.exitCode !== null || child.signalCode !== null, 'nginx ends');
    rmSync(directory, { recursive: true });
  });
  await until(() => accepts(port), 'nginx accepts');
  return `http://127.0.0.1:${port}`;
}
