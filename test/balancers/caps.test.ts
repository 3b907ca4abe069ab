/**
 * The files of deploy/load-balancer/ before three servers: caps add up, full and killed ones are not missed, streams stream.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BALANCERS, chatsAnswered, HAPROXY_BY_WEIGHT, startCluster, statuses } from '../support/balancers.js';
import { pieceEvents, streamChat } from '../support/event-stream.js';
import { activeRequests } from '../support/in-flight.js';
import { until } from '../support/until.js';

const CAP = 20;
const SETTINGS = { MAX_CONCURRENT: String(CAP), RESPONSE_DELAY: '2s' };

for (const balancer of BALANCERS) {
  const { name, missing: skip } = balancer;

  test(`behind ${name} the cap of three is the sum of theirs, to the last slot, and full is not down`, {
    skip,
  }, async () => {
    const { url } = await startCluster(balancer, SETTINGS);
    assert.deepEqual(await statuses(url, 3 * CAP + 7), { 200: 3 * CAP, 503: 7 });
    assert.deepEqual(await statuses(url, 3 * CAP), { 200: 3 * CAP });
  });

  test(`${name} skips one that others have filled, and uses it when it is free again`, { skip }, async () => {
    const { url, servers } = await startCluster(balancer, SETTINGS);
    const [first] = servers;
    assert.ok(first !== undefined);
    const others = statuses(first.url, CAP, 'm;delay=6s');
    await until(async () => (await activeRequests(first)) === CAP, 'it is full');
    assert.deepEqual(await statuses(url, 2 * CAP), { 200: 2 * CAP });
    assert.deepEqual(await Promise.race([others, 'still full']), 'still full');
    assert.deepEqual(await others, { 200: CAP });
    assert.deepEqual(await statuses(url, 3 * CAP), { 200: 3 * CAP });
  });

  test(`behind ${name} one that is killed costs nobody else anything`, { skip }, async () => {
    const { url, servers } = await startCluster(balancer, SETTINGS);
    // One that has not begun is asked of another: that would be no loss at all.
    const begun = new Set<number>();
    const streams = Array.from({ length: 9 }, (_, index) =>
      streamChat(url, { model: 'm;ttft=10ms;itl=100ms;tokens=30' }, { onEvent: () => begun.add(index) }).then(
        (stream) => pieceEvents(stream).length === 30,
        () => false,
      ),
    );
    const held = await Promise.all(
      servers.map(async (server) => {
        await until(async () => (await activeRequests(server)) === 3, 'each has its part');
        return activeRequests(server);
      }),
    );
    assert.deepEqual(held, [3, 3, 3]);
    await until(() => begun.size === 9, 'all have begun');
    servers[0]?.child.kill('SIGKILL');
    const whole = (await Promise.all(streams)).filter(Boolean);
    assert.equal(whole.length, 6);
    assert.deepEqual(await statuses(url, 2 * CAP), { 200: 2 * CAP });
  });

  test(`through ${name} a stream arrives token by token`, { skip }, async () => {
    const { url } = await startCluster(balancer, SETTINGS);
    const stream = await streamChat(url, { model: 'm;ttft=200ms;itl=300ms;tokens=4' });
    const arrivals = pieceEvents(stream).map(({ atMs }) => atMs);
    assert.equal(arrivals.length, 4);
    for (const [index, ms] of [200, 500, 800, 1100].entries()) {
      assert.ok((arrivals[index] as number) >= ms, `piece ${index} after ${arrivals[index]} ms`);
    }
    // Held back, they would come together.
    for (let index = 1; index < 4; index++) {
      assert.ok((arrivals[index] as number) - (arrivals[index - 1] as number) >= 100, `${arrivals}`);
    }
  });
}

test('HAProxy weighs servers by their free slots: one that others have filled gets next to nothing', {
  skip: HAPROXY_BY_WEIGHT.missing,
}, async () => {
  const { url, servers } = await startCluster(HAPROXY_BY_WEIGHT, {
    MAX_CONCURRENT: '100',
    RESPONSE_DELAY: '300ms',
  });
  const [first] = servers;
  assert.ok(first !== undefined);
  const others = statuses(first.url, 95, 'm;delay=8s');
  await until(async () => (await activeRequests(first)) === 95, 'it is nearly full');
  // Five are free, and the agent is asked twice a second: wait until it has told.
  await until(async () => {
    const before = await chatsAnswered(first);
    assert.deepEqual(await statuses(url, 30), { 200: 30 });
    return (await chatsAnswered(first)) - before <= 1;
  }, 'it gets next to nothing');
  assert.deepEqual(await Promise.race([others, 'still there']), 'still there');
  assert.deepEqual(await others, { 200: 95 });
  await until(async () => {
    const before = await chatsAnswered(first);
    await statuses(url, 30);
    return (await chatsAnswered(first)) - before >= 9;
  }, 'it gets its part again');
});
