// Owns: the tour of a client that was built: its process, and what has to have been seen. Runs on: the test process.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { CATALOG } from '../clients/page/catalog.js';
import { saw } from '../clients/page/seen.js';
import { judgeTour, startTourServer, type Tour } from '../clients/tours.js';

const run = promisify(execFile);

/** What hangs for so long has hung. */
const HUNG_MS = 120_000;
/** What a tool says where its registry cannot be reached. */
const UNREACHABLE =
  /dial tcp|lookup|connection refused|no such host|Could not resolve|Could not transfer|failed to download|Unknown host|Connection timed out/i;

/** Why something cannot be had, as a reason to skip. Throws what is no such reason: a sum that is not the one of the lock, code that is wrong. */
export function reasonNotHad(error: unknown, what: string): string {
  const {
    stderr = '',
    stdout = '',
    killed,
    message,
  } = error as { stderr?: string; stdout?: string; killed?: boolean; message: string };
  if (killed === true) throw new Error(`${what} took too long: ${message}`);
  // Maven says it on the other one.
  const said = `${stderr}${stdout}`;
  if (!UNREACHABLE.test(said)) throw error;
  return `${what} cannot be had: ${(said || message).trim().slice(-300)}`;
}

/** The test of one client, which takes the mock's URL as its last argument. `skip` is why it cannot be run, or false. */
export function testTour(
  id: string,
  skip: string | false,
  command: string,
  args: readonly string[] = [],
): void {
  const { name = '', features = [] } = CATALOG.find((row) => row.id === id) ?? {};
  test(`${name}: ${features.join(', ')}`, { skip }, async () => {
    const server = await startTourServer();
    const env = { PATH: process.env.PATH, NO_PROXY: '*' };
    const { stdout } = await run(command, [...args, server.url], { env, timeout: HUNG_MS });
    const tour = JSON.parse(stdout) as Tour;
    const worked = await judgeTour(server, tour);
    assert.deepEqual(worked.toSorted(), [...features].toSorted());
    saw(id, tour.version, worked);
  });
}
