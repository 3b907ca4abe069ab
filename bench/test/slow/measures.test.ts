// Owns: tests of what each scenario makes of a server that really runs, with small numbers: the figures it gives, and
// that each is what its name says.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chooseLimits } from '../../limits/choose-limits.js';
import { type Limits, PROFILES } from '../../limits/limits.js';
import { createAutocannon } from '../../load/autocannon.js';
import type { FigureName } from '../../report/figures.js';
import { measureBurst } from '../../run/measure-burst.js';
import { measureDensity } from '../../run/measure-density.js';
import { measureFaults } from '../../run/measure-faults.js';
import { measureScrape } from '../../run/measure-scrape.js';
import { measureStreaming } from '../../run/measure-streaming.js';
import { measureThroughput } from '../../run/measure-throughput.js';
import { bytesPerFurther } from '../../run/memory-samples.js';
import { type ServerRun, withServer } from '../../run/server-run.js';
import type { Figures } from '../../run/step-result.js';
import { serverNamed } from '../../servers/servers.js';
import type { Work } from '../../servers/work.js';

const load = createAutocannon([]);
const never = new AbortController().signal;
const step = { name: 'small', title: 'small', quick: true } as const;
const AT_ONCE = { cap: 1_000, delayMs: 0, tokens: 0, tokenGapMs: 0 };

let limits: Limits;
before(async () => {
  limits = await chooseLimits(PROFILES['1c1g'], 'pinning', () => undefined);
});
after(() => limits.close());

function onNodeHttp<T>(work: Omit<Work, 'port'>, use: (run: ServerRun) => Promise<T>): Promise<T> {
  return withServer(limits, serverNamed('node-http'), work, never, use);
}

function figure(figures: Figures, name: FigureName): number {
  return figures[name] ?? assert.fail(`no ${name}`);
}

test('a request beyond a lighter load costs what the memory grew by, divided by the further requests', () => {
  const lighter = { count: 1_000, rssBytes: 50_000_000, containerBytes: null };
  assert.equal(bytesPerFurther(lighter, { count: 5_000, rssBytes: 54_000_000, containerBytes: null }), 1_000);
  assert.equal(bytesPerFurther({ count: 0, rssBytes: 0, containerBytes: null }, lighter), 50_000);
});

test('held requests are all answered, late by little, and their memory is taken while they are held', async () => {
  await onNodeHttp({ ...AT_ONCE, delayMs: 1_000 }, async (run) => {
    const first = await measureDensity(run, load, { ...step, held: 20, bodyBytes: null }, 1, null);
    assert.deepEqual(
      [first.figures.requests_count, first.figures.answered_count, first.figures.lost_count],
      [20, 20, 0],
    );
    assert.equal(first.figures.rss_idle_bytes, 1);
    assert.equal(first.figures.bytes_per_held_request, undefined);
    assert.equal(first.footprint.rssBytes, first.figures.rss_held_bytes);
    const latestMs = figure(first.figures, 'lateness_max_ms');
    assert.ok(latestMs < 1_000, `${latestMs} ms late, at most 1,000`);
    const { figures } = await measureDensity(
      run,
      load,
      { ...step, held: 40, bodyBytes: null },
      1,
      first.footprint,
    );
    const grown = figure(figures, 'rss_held_bytes') - first.footprint.rssBytes;
    assert.equal(figure(figures, 'bytes_per_held_request'), grown / 20);
  });
});

test('memory is looked at when all requests have come and none is answered', async () => {
  await onNodeHttp({ ...AT_ONCE, delayMs: 2_000 }, async (run) => {
    const lookedAtMs: number[] = [];
    const startedMs = performance.now();
    const memoryBytes = (): number => {
      lookedAtMs.push(performance.now() - startedMs);
      return 7;
    };
    const watched = { ...run, process: { ...run.process, memoryBytes } };
    const { figures } = await measureDensity(watched, load, { ...step, held: 5, bodyBytes: null }, 1, null);
    assert.equal(figures.container_held_bytes, 7);
    assert.equal(lookedAtMs.length > 1, true);
    assert.equal(Math.min(...lookedAtMs) >= 1_200, true, `${lookedAtMs}`);
    assert.ok(Math.max(...lookedAtMs) < 2_000, `looked at ${lookedAtMs} ms, at most 2,000`);
  });
});

test('with long prompts the most memory while they come is told as well', async () => {
  await onNodeHttp({ ...AT_ONCE, delayMs: 1_000 }, async (run) => {
    const { figures } = await measureDensity(run, load, { ...step, held: 8, bodyBytes: 65_536 }, 1, null);
    assert.deepEqual([figures.answered_count, figures.lost_count], [8, 0]);
    assert.ok(figure(figures, 'rss_peak_bytes') >= figure(figures, 'rss_held_bytes'));
  });
});

test('streams give the events that were planned, in the time that they take', async () => {
  await onNodeHttp({ ...AT_ONCE, tokens: 50, tokenGapMs: 20 }, async (run) => {
    const { figures, saturated } = await measureStreaming(run, load, { ...step, streams: 10 }, null);
    assert.equal(figure(figures, 'planned_events_per_second'), 10 * 53);
    const delivered = figure(figures, 'events_per_second');
    assert.equal(delivered > 10 * 53 * 0.4 && delivered <= 10 * 53, true, `${delivered} events/s`);
    assert.equal(saturated, delivered < 10 * 53 * 0.75);
    assert.equal(figures.lost_count, 0);
  });
});

test('a server that answers ahead of its time is not measured', async () => {
  await onNodeHttp({ ...AT_ONCE, delayMs: 300 }, async (run) => {
    const sooner = { ...run, work: { ...run.work, delayMs: 1_000 } };
    await assert.rejects(
      measureDensity(sooner, load, { ...step, held: 5, bodyBytes: null }, 1, null),
      /an answer came after \d+\.\d ms and was due after 1000 ms/,
    );
  });
});

test('throughput, burst and scrape measure what they say', async () => {
  await onNodeHttp(AT_ONCE, async (run) => {
    const steady = { ...step, connections: 4, newConnections: false, bodyBytes: null, durationMs: 1_000 };
    const { figures } = await measureThroughput(run, load, steady);
    const answers = figure(figures, 'answers_per_second');
    const p50Ms = figure(figures, 'latency_p50_ms');
    assert.ok(
      answers > 100 && p50Ms < 1_000,
      `${answers} answers/s, half of them within ${p50Ms} ms, at most 1,000`,
    );
    const cpuUs = figure(figures, 'server_cpu_us_per_answer') * answers;
    assert.equal(cpuUs > 50_000 && cpuUs < 2_500_000, true, `${cpuUs} µs a second`);

    const burst = (await measureBurst(run, load, { ...step, connections: 30 })).figures;
    assert.deepEqual([burst.requests_count, burst.answered_count, burst.lost_count], [30, 30, 0]);
    const lastMs = figure(burst, 'last_served_ms');
    assert.ok(lastMs < 5_000, `the last one was served after ${lastMs} ms, at most 5,000`);

    const scraped = { ...step, connections: 2, durationMs: 1_000, scrapeEveryMs: 300 };
    assert.equal(figure((await measureScrape(run, load, scraped)).figures, 'scrape_max_ms') > 0, true);
    const unscraped = await measureScrape(run, load, { ...scraped, scrapeEveryMs: null });
    assert.equal(unscraped.figures.scrape_max_ms, undefined);
  });
});

test('with faults exactly those requests are held that are answered, and those that failed are as many as the server counted', async () => {
  const ours = serverNamed('ours');
  await withServer(limits, ours, { ...AT_ONCE, delayMs: 1_000 }, never, async (run) => {
    const held = 40;
    const without = (await measureFaults(run, load, { ...step, held, fault: 'none' })).figures;
    assert.deepEqual(
      [without.requests_count, without.answered_count, without.injected_count, without.held_count],
      [held, held, 0, held],
    );
    for (const fault of ['50%:503', '20%:503,15%:503(html),15%:503(retry-after=2s)', 'first(7):503']) {
      const { figures } = await measureFaults(run, load, { ...step, held, fault });
      const injected = figure(figures, 'injected_count');
      assert.ok(injected > 0 && injected < held, `${injected} of ${held} with ${fault}`);
      assert.deepEqual([figures.answered_count, figures.held_count], [held - injected, held - injected]);
      assert.deepEqual([figures.held_wrongly_count, figures.lost_count], [0, 0]);
    }
  });
});
