// Owns: a crowd on real sockets that asks for every fault by turns, of which every fifth leaves by a reset, while models files are
// read anew; and what must be true in the end. Runs on: the test process. Must never: leave a connection behind.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { ModelTable } from '../../dist/behavior/models/model-table.js';
import { EMPTY_PROFILE } from '../../dist/behavior/profile/profile.js';
import { type ModelFigureName, OUTCOMES } from '../../dist/shared/figures/models.js';
import { MODEL_ENDPOINTS, REJECTION_REASONS, STATUSES } from '../../dist/shared/labels.js';
import type { SharedState } from '../../dist/shared/state.js';
import { requestOf, STREAM_APIS, type StreamApi } from './frames.js';
import type { Settings, TestServer } from './in-process.js';
import { seededRandom } from './seeded-random.js';
import { until } from './until.js';
import { askRaw } from './wire-end.js';

const CLIENTS = 100;
const CAP = 150;
export const MIXED: Settings = {
  MAX_CONCURRENT: String(CAP),
  RESPONSE_DELAY: '10ms',
  OUTPUT_TOKENS: '6',
  HTTP10_PORT: '0',
};
/** Those that end without a reply. */
const SEVERED = [
  'reset',
  'reset(late)',
  'close',
  'close(late)',
  'hang(2ms)',
  'cut',
  'cut(at=0%)',
  'cut(reset)',
];
// biome-ignore format: a list
const ANSWERED = ['none', '503', '429(quota,late)', '502(html)', 'error(status=529)', 'stall(2ms)', 'unfinished', 'broken', 'blank', 'split', 'duplicate', 'empty', 'filter', 'slow(2)'];
/** The models files, by turns: a row comes, is renamed, and goes. */
const FILES = [[], ['row'], ['ro*']];
/** Of those that leave: nothing of it severs. */
const LEFT = ['none', 'hang', 'stall', '429(late)', 'slow(3)', 'split'];

type Draw = () => number;

const oneOf = <T>(random: Draw, all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;

function bytesOf(random: Draw, fault: string): string {
  const api = oneOf(random, STREAM_APIS);
  const isFixed = !api.path.includes('MODEL');
  const isStream = isFixed && random() < 0.5;
  const [path, body] = requestOf(api, 'row', isFixed ? { stream: isStream } : {});
  const asked = isStream ? Object.entries(api.headers ?? {}).map((header) => `${header.join(': ')}\r\n`) : [];
  const head = `POST ${path} HTTP/1.1\r\nhost: x\r\n${asked.join('')}x-mock-fault: ${fault}`;
  return `${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

/** Asks, and leaves after a while whatever has come. */
async function askAndLeave(port: number, bytes: string, afterMs: number): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => {}).resume();
  await once(socket, 'connect');
  await new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  socket.resetAndDestroy();
  if (!socket.closed) await once(socket, 'close');
}

function repliesOf(state: SharedState): number {
  const all = MODEL_ENDPOINTS.flatMap((_, at) => STATUSES.map((status) => state.repliesOf(at, status)));
  return all.reduce((sum, count) => sum + count, 0);
}

/** Sends so many requests, reading the models anew every so often, and asserts that all is counted once and every slot is free. */
export async function runMixedFaults(
  server: TestServer,
  requests: number,
  reloadEveryMs: number,
): Promise<void> {
  const { state } = server;
  const ports = [server.port, server.http10Port as number];
  const random = seededRandom(13);
  let left = requests;
  let severed = 0;
  // Requests of which not a byte was read before their client left are none.
  let leavers = 0;
  const tables = FILES.map(
    (names) => new ModelTable(names.map((name) => ({ name, profile: EMPTY_PROFILE }))),
  );
  let reloads = 0;
  const reload = setInterval(
    () => server.replaceModels(tables[reloads++ % tables.length] as ModelTable),
    reloadEveryMs,
  );
  const client = async (): Promise<void> => {
    while (left-- > 0) {
      const port = oneOf(random, ports);
      if (random() < 0.2) {
        leavers++;
        await askAndLeave(port, bytesOf(random, oneOf(random, LEFT)), random() * 20);
        continue;
      }
      const isSevered = random() < 0.3;
      if (isSevered) severed++;
      await askRaw(port, bytesOf(random, oneOf(random, isSevered ? SEVERED : ANSWERED)));
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  clearInterval(reload);
  await until(() => state.active === 0, 'all slots are free');
  assert.deepEqual([server.faults, server.workerFailures], [[], []]);
  const counted = repliesOf(state) + state.disconnects + severed;
  assert.ok(
    counted <= requests && counted >= requests - leavers,
    `${counted} of ${requests}, ${leavers} left`,
  );
  assert.ok(state.disconnects > 0);
  assert.deepEqual([state.stalledStreams, state.activeStreams, state.internalErrors], [0, 0, 0]);
  for (const reason of REJECTION_REASONS) assert.equal(state.rejectionsFor(reason), 0, reason);
  assertRows(state, severed);
  await assertAdmits(server, CAP);
}

/** What is counted by row of the models file comes to what is counted in all. */
function assertRows(state: SharedState, severed: number): void {
  const rows = [0, 1, 2].map((row) => state.models.of(row));
  const sumOf = (name: ModelFigureName, series: number) =>
    rows.reduce((sum, row) => sum + row.valueOf(name, series), 0);
  const [answered, refused, aborted] = OUTCOMES.map((_, series) => sumOf('modelRequests', series));
  const answers = MODEL_ENDPOINTS.reduce((sum, _, at) => sum + state.repliesOf(at, 200), 0);
  assert.deepEqual([answered, refused], [answers, repliesOf(state) - answers]);
  // Whoever left before its body was read belongs to no row.
  assert.ok((aborted as number) >= severed && (aborted as number) <= severed + state.disconnects);
  assert.deepEqual(
    [sumOf('modelTokens', 0), sumOf('modelTokens', 1)],
    [state.tokensOf(0), state.tokensOf(1)],
  );
  for (const row of rows) {
    assert.ok(row.valueOf('modelRequests') > 0, 'each row was asked for');
    assert.equal(row.valueOf('modelActive'), 0);
  }
}

/** As many as the cap says are admitted, and not one more. */
export async function assertAdmits({ port, state }: TestServer, cap: number): Promise<void> {
  const [path, body] = requestOf(STREAM_APIS[0] as StreamApi, 'm;fault=hang');
  const bytes = `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  const holders = Array.from({ length: cap }, () => connect({ port, host: '127.0.0.1' }));
  for (const socket of holders) socket.on('error', () => {}).write(bytes);
  await until(() => state.active === cap, 'as many as the cap says are admitted');
  assert.equal((await askRaw(port, bytes)).status, 503);
  for (const socket of holders) socket.resetAndDestroy();
  await until(() => state.active === 0, 'all slots are free again');
}
