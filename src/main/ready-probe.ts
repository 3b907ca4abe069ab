/**
 * The container's health check: asks /ready of the server that is the container's first process, and exits 0 or 1.
 * A process of its own. /ready, not /health: a full server is busy, not broken, and must not be restarted for it.
 */
import { readFileSync } from 'node:fs';
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import { readConfig } from '../config/read/reader.js';
import { readCpuLimits } from '../telemetry/limits/cpu.js';

const DEADLINE_MS = 4_000;

/** The flags that the server was started with: what stands behind its file on the command line of process 1. */
function serverArguments(): string[] {
  const words = readFileSync('/proc/1/cmdline', 'utf8').split('\0').slice(0, -1);
  const script = words.findIndex((word) => word.endsWith('cli.js') || word.endsWith('llm-mock-server'));
  return script === -1 ? [] : words.slice(script + 1);
}

function probe(): void {
  const reading = readConfig({ env: process.env, argv: serverArguments(), cpu: readCpuLimits() });
  if (reading.kind !== 'config') throw new Error('the settings of the server cannot be read');
  const { host, port, tls } = reading.config;
  const get = tls === null ? getHttp : getHttps;
  const options = {
    host: host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host,
    port,
    path: '/ready',
    signal: AbortSignal.timeout(DEADLINE_MS),
    // It asks itself: whoever issued the certificate, it was not for this address.
    rejectUnauthorized: false,
  };
  get(options, (response) => {
    response.pipe(process.stdout);
    process.exitCode = response.statusCode === 200 ? 0 : 1;
  }).on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}

probe();
