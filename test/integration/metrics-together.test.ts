/**
 * Many scrapers at once: each gets the page, and no counter goes back for whoever scrapes after another.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Agent, request } from 'undici';
import { createBreakablePool } from '../support/breakable-workers.js';
import { startTestServer } from '../support/in-process.js';
import { startTraffic } from '../support/steady-traffic.js';
import { until } from '../support/until.js';

const SCRAPERS = 100;
const SCRAPES_EACH = 8;

/** The counters of a page by their series, in the order of the page. */
function countersOf(page: string): Map<string, number> {
  const counters = new Map<string, number>();
  let isCounter = false;
  for (const line of page.split('\n')) {
    const type = /^# TYPE \S+ (\w+)$/.exec(line);
    if (type !== null) isCounter = type[1] === 'counter' || type[1] === 'histogram';
    const sample = /^([^#\s]\S*(?:\{.*\})?) (\S+)$/.exec(line);
    if (isCounter && sample !== null) counters.set(sample[1] as string, Number(sample[2]));
  }
  return counters;
}

test('pages that are asked for at once end in an order in which no counter goes back', async () => {
  const { pool } = createBreakablePool('none', 3);
  const highest = new Map<string, number>();
  let stepsBack = 0;
  const scraper = async (): Promise<void> => {
    for (let scrapes = 0; scrapes < SCRAPES_EACH; scrapes++) {
      const page = await pool.renderMetrics();
      for (const [series, value] of countersOf(page.toString())) {
        if (value < (highest.get(series) ?? 0)) stepsBack++;
        highest.set(series, value);
      }
    }
  };
  await Promise.all(Array.from({ length: SCRAPERS }, scraper));
  assert.ok((highest.get('process_cpu_seconds_total') ?? 0) > 0);
  assert.equal(stepsBack, 0);
});

test('100 pages a second are rendered, one behind the other; who asks beyond them gets the last one until the second is over', async () => {
  let nowMs = 0;
  const { pool, state } = createBreakablePool('none', 1, () => nowMs);
  const activeOnPage = async (): Promise<number> => {
    const page = await pool.renderMetrics();
    return Number(/^llm_mock_active_requests (\d+)$/m.exec(page.toString())?.[1]);
  };
  const told: number[] = [];
  state.slotsMax = 1_000;
  for (let scrapes = 0; scrapes < 102; scrapes++) {
    state.tryAcquireSlot();
    told.push(await activeOnPage());
  }
  const renewed = Array.from({ length: 100 }, (_, before) => before + 1);
  assert.deepEqual(told, [...renewed, 100, 100]);
  nowMs = 999;
  assert.equal(await activeOnPage(), 100);
  nowMs = 1_000;
  assert.equal(await activeOnPage(), 102);
});

test('100 scrapers at once are all served, and no counter goes back from one page to a later one', async () => {
  const server = await startTestServer({ WORKER_THREADS: '3' });
  await until(async () => (await request(`${server.url}/ready`)).statusCode === 200, 'the pool is warm');
  const traffic = startTraffic(server.url);
  const agent = new Agent({ connections: SCRAPERS });
  const highest = new Map<string, number>();
  let seen = 0;
  const scrape = async (): Promise<void> => {
    // What others had got before this one asked.
    const before = new Map(highest);
    const reply = await request(`${server.url}/metrics`, { dispatcher: agent });
    const page = await reply.body.text();
    assert.equal(reply.statusCode, 200, page);
    const counters = countersOf(page);
    for (const [series, value] of before) {
      assert.ok(
        (counters.get(series) as number) >= value,
        `${series}: ${value}, then ${counters.get(series)}`,
      );
    }
    for (const [series, value] of counters) highest.set(series, Math.max(value, highest.get(series) ?? 0));
    seen++;
  };
  const scraper = async (): Promise<void> => {
    for (let scrapes = 0; scrapes < SCRAPES_EACH; scrapes++) await scrape();
  };
  await Promise.all(Array.from({ length: SCRAPERS }, scraper));
  assert.equal(seen, SCRAPERS * SCRAPES_EACH);
  assert.ok(highest.has('process_cpu_seconds_total'));
  assert.ok((highest.get('llm_mock_requests_total{endpoint="/v1/chat/completions",status="200"}') ?? 0) > 0);
  assert.deepEqual((await traffic.stop()).failures, []);
  await agent.close();
});
