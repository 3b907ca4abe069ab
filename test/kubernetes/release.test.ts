/**
 * A release of three instances in a real cluster, reached from outside: files that are read again, rollouts and evictions under
 * load.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { noCluster, Release, type Values } from '../support/kubernetes.js';
import { startLoad } from '../support/mixed-load.js';
import { until } from '../support/until.js';

const REPLICAS = 3;
/** So many connections a rollout is to lose none of. */
const CONNECTIONS = 2_400;
/** Each is longer than SHUTDOWN_DELAY, and takes 25 seconds. */
const LONG_STREAMS = 60;
const LONG_STREAM = 'm;ttft=20ms;itl=250ms;tokens=100';
/** The kubelet looks once a minute, or when a pod has changed. */
const KUBELET_MS = 120_000;

const VALUES: Values = {
  replicaCount: REPLICAS,
  settings: { RESPONSE_DELAY: '500ms' },
  models: { models: { first: { response_delay: '500ms' } } },
  reload: 'signal',
};

let release: Release;

async function models(): Promise<readonly string[]> {
  // A connection each time, or one pod would have all of them.
  const reply = await request(`${release.url}/v1/models`, { reset: true });
  return ((await reply.body.json()) as { data: { id: string }[] }).data.map(({ id }) => id);
}

/** What makes a pod another one, or its server. */
async function lives(): Promise<readonly string[]> {
  const pods = await release.pods();
  return pods
    .map(({ metadata: { uid }, status }) =>
      [uid, ...(status.containerStatuses ?? []).map(({ restartCount }) => restartCount)].join(' '),
    )
    .toSorted();
}

async function readLongStream(): Promise<string> {
  const messages = [{ role: 'user', content: 'hello' }];
  const body = JSON.stringify({ model: LONG_STREAM, stream: true, messages });
  try {
    const reply = await request(`${release.url}/v1/chat/completions`, { method: 'POST', body, reset: true });
    const text = await reply.body.text();
    return text.endsWith('data: [DONE]\n\n') ? 'whole' : `status ${reply.statusCode}: ${text.slice(-200)}`;
  } catch (error) {
    return String(error);
  }
}

// One test with parts: the release goes after them.
test('three instances', { skip: noCluster }, async (t) => {
  release = await Release.install('llm-mock-release-test', VALUES);

  await t.test(
    'run where pods that are not restricted may not, each ready and never started again',
    async () => {
      const pods = await release.pods();
      assert.equal(pods.length, REPLICAS);
      for (const { status } of pods) {
        assert.deepEqual(
          status.containerStatuses?.map(({ ready, restartCount }) => [ready, restartCount]),
          [
            [true, 0],
            [true, 0],
          ],
        );
      }
    },
  );

  await t.test('read a changed models file again, and nobody notices', async () => {
    const before = await lives();
    const load = startLoad(release.url, { keptAlive: 4, connecting: 4, streaming: 4 });
    await release.upgrade({ ...VALUES, models: { models: { second: { response_delay: '500ms' } } } });
    // It would look within a minute by itself.
    await release.kubectl('annotate', 'pods', '--all', 'llm-mock-test/looked=1');
    const isNew = async () => {
      const lists = await Promise.all(Array.from({ length: 8 * REPLICAS }, models));
      return lists.every((ids) => ids.includes('second') && !ids.includes('first'));
    };
    await until(isNew, 'every instance has the other model', KUBELET_MS);
    const { failures } = await load.stop();
    assert.deepEqual(failures, []);
    assert.deepEqual(await lives(), before);
  });

  await t.test(
    `lose none of ${CONNECTIONS} new connections and no stream while all of them are replaced`,
    async (part) => {
      const before = (await release.pods()).map(({ metadata }) => metadata.uid);
      const connecting = startLoad(release.url, { keptAlive: 0, connecting: 25, streaming: 0 });
      const keeping = startLoad(release.url, { keptAlive: 1, connecting: 0, streaming: 3 });
      const long = Promise.all(Array.from({ length: LONG_STREAMS }, readLongStream));
      await until(() => connecting.answered() > 100, 'the load runs');

      let ended = false;
      const reports = until(() => connecting.answered() >= CONNECTIONS, 'the load is over', 240_000).then(
        async () => {
          ended = true;
          return Promise.all([connecting.stop(), keeping.stop()]);
        },
      );
      let rollouts = 0;
      while (!ended) {
        await release.restart();
        if (!ended) rollouts++;
      }

      const [fresh, kept] = await reports;
      const streams = await long;
      part.diagnostic(
        `${rollouts} rollouts, ${fresh.answered} new connections, ${kept.answered} on kept ones`,
      );
      assert.ok(rollouts >= 1, 'no rollout was within the load');
      assert.deepEqual([...fresh.failures, ...kept.failures].slice(0, 5), []);
      assert.deepEqual(
        streams.filter((stream) => stream !== 'whole'),
        [],
      );
      const now = (await release.pods()).map(({ metadata }) => metadata.uid);
      assert.equal(now.length, REPLICAS);
      assert.deepEqual(
        now.filter((uid) => before.includes(uid)),
        [],
      );
    },
  );

  await t.test('are drained one at a time, and no request is lost by it', async () => {
    const [first, second] = (await release.pods()).map(({ metadata }) => metadata.name);
    assert.ok(first !== undefined && second !== undefined);
    const load = startLoad(release.url, { keptAlive: 5, connecting: 10, streaming: 5 });
    assert.equal(await release.evict(first), true);
    assert.equal(await release.evict(second), false, 'the budget lets two go at once');
    await until(() => release.evict(second), 'the second may go when there is a third again', 120_000);
    await until(async () => (await release.pods()).length === REPLICAS, 'there are three again', 120_000);
    await release.kubectl('rollout', 'status', `deployment/${Release.NAME}`, '--timeout', '120s');
    const { failures } = await load.stop();
    assert.deepEqual(failures.slice(0, 5), []);
  });
});
