/**
 * Alerts, made to fire by the thing that they are about: real servers, a real Prometheus. Where that cannot be had at will
 * (memory, a processor, a lost job), promtool's tests stand alone; see rules.test.ts.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBreakableWorkers } from '../support/breakable-workers.js';
import { spawnServer, spawnWithDescriptors } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';
import { crowd, leave } from '../support/guests.js';
import { activeRequests } from '../support/in-flight.js';
import { startTestServer } from '../support/in-process.js';
import { DASHBOARD, fillIn } from '../support/monitoring.js';
import { checkAlertTexts } from '../support/monitoring-checks.js';
import { LOADED_SETTINGS, startLoad } from '../support/monitoring-load.js';
import { ask, createIdleSampler, holdUp, killServer } from '../support/monitoring-servers.js';
import { startPrometheus } from '../support/prometheus.js';
import { rawPost } from '../support/raw-connection.js';
import { missingTool } from '../support/readme.js';
import { until } from '../support/until.js';

const skip = missingTool(['prometheus']);
const SLOTS = 20;
const DESCRIPTORS = 1_000;
/** What is left of them for requests. */
const CONNECTIONS = DESCRIPTORS - 128;
const DEADLINE_MS = 15_000;
/** The windows of the rules are a minute. */
const QUIET_DEADLINE_MS = 90_000;

/** The mock that is filled, held up and killed; it answers at once. */
const SETTINGS = { MAX_CONCURRENT: String(SLOTS), RESPONSE_DELAY_SECONDS: '0' };

/** One Prometheus for all of them: it takes seconds until a new one scrapes. */
async function startAll() {
  const workers = createBreakableWorkers();
  // By number: connections of a server that took any port would keep that port from the one that is started in its place.
  const main = await spawnServer({ ...SETTINGS, PORT: String(await freePort()) });
  const loaded = await spawnServer(LOADED_SETTINGS);
  const cramped = await spawnWithDescriptors(DESCRIPTORS, { MAX_CONCURRENT: '1000' });
  const breakable = await startTestServer({}, workers.entry);
  const unsampled = await startTestServer({}, createIdleSampler());
  const prometheus = await startPrometheus(
    [main, loaded, cramped, breakable, unsampled].map(({ port }) => `127.0.0.1:${port}`),
  );
  return { prometheus, main, loaded, cramped, breakable, unsampled, workers };
}

let mocks: Awaited<ReturnType<typeof startAll>>;

/** The names of the alerts that fire for a mock. */
async function firingFor({ port }: { readonly port: number }): Promise<readonly string[]> {
  const alerts = (await mocks.prometheus.alerts()).filter(({ state }) => state === 'firing');
  return alerts
    .filter(({ labels }) => labels.instance === `127.0.0.1:${port}`)
    .map(({ labels }) => labels.alertname as string)
    .sort();
}

/** Resolves when these alerts fire for a mock, whatever else does; what they say must be filled in. */
async function fires(mock: { readonly port: number }, ...names: readonly string[]): Promise<void> {
  let firing: readonly string[] = [];
  await until(
    async () => {
      firing = await firingFor(mock);
      return names.every((name) => firing.includes(name));
    },
    `${names} fire`,
    DEADLINE_MS,
  ).catch(() => assert.deepEqual(firing, names));
  await checkAlertTexts(mocks.prometheus);
}

/** Two evaluations more, and nothing fires, or no longer: while all of this starts a busy machine may make a mock late. */
async function becomesQuiet(mock: { readonly port: number }): Promise<void> {
  const evaluations = async (): Promise<number> =>
    (await mocks.prometheus.query('count_over_time(job:llm_mock_instances:count[5m])'))[0]?.value ?? 0;
  const start = await evaluations();
  await until(async () => (await evaluations()) > start + 2, 'the rules were evaluated twice', DEADLINE_MS);
  let firing: readonly string[] = [];
  await until(
    async () => {
      firing = await firingFor(mock);
      return firing.length === 0 && (await verdict(mock)) === 0;
    },
    'nothing fires, and all is well',
    QUIET_DEADLINE_MS,
  ).catch((error: Error) => assert.fail(`${error.message}: ${firing}`));
}

/** What the dashboard's first tile says of a mock alone: 0 all is well, 1 it refuses, 2 it is late, 3 both. */
async function verdict({ port }: { readonly port: number }): Promise<number | undefined> {
  const expr = DASHBOARD.panels.find(({ title }) => title === 'Is it the mock?')?.targets?.[0]?.expr ?? '';
  const alone = fillIn(expr, 20).replaceAll('instance=~".*"', `instance="127.0.0.1:${port}"`);
  return (await mocks.prometheus.query(alone))[0]?.value;
}

// One test with parts: what was started before a start failed is ended all the same.
test('alerts fire by what they are about', { skip }, async (t) => {
  mocks = await startAll();

  await t.test('nothing fires for a mock that serves', async () => {
    const { main } = mocks;
    await ask(main.url, 10, 'm;delay=20ms');
    await ask(main.url, 5, 'm;ttft=20ms;itl=5ms;tokens=20', true);
    await becomesQuiet(main);
  });

  await t.test('a mock that is nearly full fires, and one that refuses', async () => {
    const { main } = mocks;
    const held = ask(main.url, SLOTS - 1, 'm;delay=4s');
    await fires(main, 'LlmMockNearCap');
    assert.equal((await ask(main.url, 3, 'm;delay=100ms')).filter((status) => status === 503).length, 2);
    await fires(main, 'LlmMockNearCap', 'LlmMockRejecting');
    // Late, too, where the machine is busy.
    assert.equal(((await verdict(main)) ?? 0) & 1, 1);
    await held;
  });

  await t.test('a mock that stands still fires: what fell due meanwhile is late', async () => {
    const { main } = mocks;
    const late = [
      ask(main.url, 10, 'm;delay=500ms'),
      ask(main.url, 5, 'm;ttft=500ms;itl=20ms;tokens=40', true),
    ];
    await until(async () => (await activeRequests(main)) === 15, 'all are in flight');
    await holdUp(main.child.pid as number, 900);
    await Promise.all(late);
    await fires(main, 'LlmMockRepliesLate', 'LlmMockTokensLate');
    assert.equal(((await verdict(main)) ?? 0) & 2, 2);
    // The gauge tells of the last second alone: now and then no scrape falls into the one that counts.
    await until(
      async () => {
        await holdUp(main.child.pid as number, 300);
        return (await firingFor(main)).includes('LlmMockEventLoopHeldUp');
      },
      'the hold-up fires',
      DEADLINE_MS,
    );
  });

  await t.test('a mock that is killed fires, and so does its return', async () => {
    const { main } = mocks;
    await killServer(main);
    await fires(main, 'LlmMockDown');
    await spawnServer({ ...SETTINGS, PORT: String(main.port) });
    await fires(main, 'LlmMockRestarted');
    await until(async () => !(await firingFor(main)).includes('LlmMockDown'), 'it is up again');
  });

  await t.test(
    'mistakes, early leavers, stalled readers and late tokenisers each have their alert',
    async () => {
      const { loaded } = mocks;
      const load = await startLoad(loaded.url);
      await fires(loaded, 'LlmMockClientErrors', 'LlmMockClientsLeave');
      await fires(loaded, 'LlmMockStreamsStalled', 'LlmMockUsageEstimated');
      await load.stop();
    },
  );

  await t.test(
    'descriptors that run out have their alert, and so has whoever is refused for it; scrapes go on',
    async () => {
      const { cramped } = mocks;
      const held = await crowd(
        cramped.port,
        CONNECTIONS,
        rawPost('{"model":"m;delay=5m","messages":[{"role":"user","content":"x"}]}'),
      );
      await fires(cramped, 'LlmMockDescriptorsRunningOut');
      assert.equal((await firingFor(cramped)).includes('LlmMockConnectionsRefused'), false);
      const more = await crowd(cramped.port, 100, rawPost('{}'));
      await fires(cramped, 'LlmMockDescriptorsRunningOut', 'LlmMockConnectionsRefused');
      leave([...held, ...more]);
    },
  );

  await t.test('worker threads that end have their alert', async () => {
    const { breakable, workers } = mocks;
    assert.equal((await firingFor(breakable)).includes('LlmMockWorkersRestarting'), false);
    workers.breakBy('exit');
    await until(() => workers.strikes() > 0, 'a worker ended');
    workers.breakBy('none');
    await fires(breakable, 'LlmMockWorkersRestarting');
  });

  await t.test('memory that is not sampled any more has its alert', async () => {
    await fires(mocks.unsampled, 'LlmMockMemorySampleStale');
  });

  await t.test('a Prometheus that knows no mock says so', async () => {
    const prometheus = await startPrometheus([]);
    const names = async () => (await prometheus.alerts()).map(({ labels }) => labels.alertname);
    await until(async () => (await names()).length > 0, 'an alert fires');
    assert.deepEqual(await names(), ['LlmMockNotScraped']);
  });
});
