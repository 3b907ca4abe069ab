/**
 * What the mock publishes is a bound of what its clients feel: a client that measures how late answers are never sees more than the
 * server says, whatever the server has to do beside it. Takes its real time, and wants a machine to itself.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { readFileDescriptorLimit } from '../../dist/telemetry/limits/file-descriptors.js';
import { type ServerProcess, spawnServer } from '../support/child-process.js';
import { loadDashboard } from '../support/dashboard-module.js';
import { boundMs, type ClientOrders, scrape, startFeltClient } from '../support/felt-lateness.js';
import type { Settings } from '../support/in-process.js';
import { openLive } from '../support/live-viewer.js';

const { gradeOf, latenessOf, LATE_LATENESS_SECONDS } =
  await loadDashboard<typeof import('../../dist/dashboard/judge/punctuality.js')>('judge/punctuality');

/** What nobody can see from inside: the way through the kernel, and what is measured of it. */
const TOLERANCE_MS = 1;
const DELAY_MS = 4_000;
const RUN_MS = 9_000;
const STOP_MS = 5_000;
const MANY = Math.min(15_000, (readFileDescriptorLimit() ?? 20_000) - 2_000);
/** A bucket is so much wider than the one before, and the page's p99 lies somewhere in one. */
const BUCKET_RATIO = 1.09;

/** Does something to the server until it is told to stop. */
type Trouble = (server: ServerProcess, isOver: () => boolean) => Promise<void>;

interface Case {
  readonly settings?: Settings;
  readonly client?: Partial<ClientOrders>;
  readonly trouble?: Trouble;
}

const every =
  (ms: number, what: (server: ServerProcess) => Promise<unknown> | boolean): Trouble =>
  async (server, isOver) => {
    while (!isOver()) await Promise.all([what(server), wait(ms)]);
  };

const chat = (text: string): string => JSON.stringify({ messages: [{ role: 'user', content: text }] });
const folder = await mkdtemp(join(tmpdir(), 'felt-'));
after(() => rm(folder, { recursive: true }));
const rows = Array.from({ length: 500 }, (_, at) => `  row-${at}:\n    response_delay: ${DELAY_MS}ms`);
const MODELS_FILE = `${folder}/models.yaml`;
await writeFile(MODELS_FILE, `models:\n${rows.join('\n')}\n`);

const CASES: Readonly<Record<string, Case>> = {
  [`${MANY} that wait`]: { client: { connections: MANY } },
  [`${MANY} that come at once`]: { client: { connections: MANY, spreadMs: 0 } },
  'scrapes, one behind the other': { trouble: every(0, ({ url }) => scrape(url)) },
  'five viewers of the live page': {
    trouble: async ({ url }, isOver) => {
      const viewers = await Promise.all(
        Array.from({ length: 5 }, () => openLive(url, { query: '?models=1' })),
      );
      while (!isOver()) await wait(100);
      for (const { socket } of viewers) socket.close();
    },
  },
  'a reload twenty times a second': {
    settings: { MODELS_FILE },
    trouble: every(50, ({ child }) => child.kill('SIGHUP')),
  },
  'bodies of 4 MiB': {
    settings: { MAX_BODY_BYTES: String(8 * 2 ** 20) },
    client: { connections: 40, body: chat(`#${'word '.repeat(800_000)}`), isDistinct: true },
  },
  'exact usage of prompts of 15 KB': {
    settings: { USAGE: 'exact' },
    client: { connections: 8_000, body: chat(`#${'several words '.repeat(1_100)}`), isDistinct: true },
  },
  'a process that is stopped for five seconds': {
    client: { forMs: RUN_MS + STOP_MS },
    trouble: async ({ child }) => {
      await wait(2_000);
      child.kill('SIGSTOP');
      await wait(STOP_MS);
      child.kill('SIGCONT');
    },
  },
};

for (const [name, { settings = {}, client = {}, trouble = async () => {} }] of Object.entries(CASES)) {
  test(`no answer is later than the server says: ${name}`, { timeout: 120_000 }, async (context) => {
    const server = await spawnServer({
      MAX_CONCURRENT: String(MANY),
      RESPONSE_DELAY_SECONDS: String(DELAY_MS / 1_000),
      ...settings,
    });
    after(() => server.child.kill('SIGKILL'));
    const felt = await startFeltClient({
      port: server.port,
      connections: 2_000,
      delayMs: DELAY_MS,
      spreadMs: DELAY_MS,
      pauseMs: 0,
      forMs: RUN_MS,
      body: chat('hello'),
      isDistinct: false,
      ...client,
    });
    const viewer = await openLive(server.url);
    const before = await scrape(server.url);
    let isOver = false;
    const troubled = trouble(server, () => isOver);
    const told = await felt.run();
    isOver = true;
    await troubled;
    const behind = await scrape(server.url);
    await viewer.row(() => true, 'the row of the last second');
    viewer.socket.close();
    server.child.kill('SIGKILL');

    const [unreadMs, lateMs] = ['llm_mock_unread_seconds', 'llm_mock_delay_lateness_seconds'].map((metric) =>
      boundMs(metric, before, behind),
    ) as [number, number];
    const shown = (times: object) =>
      Object.entries(times)
        .map(([key, ms]) => `${key} ${(ms as number).toFixed(2)}`)
        .join(' ');
    context.diagnostic(
      `${told.answers} answers; felt ${shown(told.felt)}; read ${shown(told.read)}; said unread ${unreadMs} + late ${lateMs} ms`,
    );
    assert.equal(told.failed, 0);
    assert.ok(told.answers > 0);
    assert.ok(told.felt.max <= unreadMs + lateMs + TOLERANCE_MS, `felt ${told.felt.max} ms`);
    // A hundredth may lie above each of the two.
    const worst = viewer.rows.map(latenessOf).filter((seconds) => !Number.isNaN(seconds));
    const saidSeconds =
      Math.max(...viewer.rows.map((row) => row.unreadP99Seconds || 0)) +
      Math.max(...viewer.rows.map((row) => row.replyLatenessP99Seconds || 0));
    context.diagnostic(`the page's worst second: ${(1_000 * Math.max(...worst)).toFixed(2)} ms`);
    assert.ok(told.felt.p98 <= 1_000 * BUCKET_RATIO * saidSeconds + TOLERANCE_MS, `felt ${told.felt.p98} ms`);
    if (told.felt.p98 > 1_000 * LATE_LATENESS_SECONDS * 2 * BUCKET_RATIO) {
      const grades = worst.map((latenessSeconds) => gradeOf({ latenessSeconds, lagSeconds: 0 }));
      assert.ok(grades.includes('late'), 'the verdict');
    }
  });
}
