/**
 * A rolling restart of three servers behind the files of deploy/load-balancer/, under load that goes on all the time: kept-alive
 * clients, clients that connect anew, and streams. Nothing is lost.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BALANCERS, type Cluster, chatsAnswered, startCluster } from '../support/balancers.js';
import { startLoad } from '../support/mixed-load.js';
import { until } from '../support/until.js';

async function restartEach({ servers, restart }: Cluster): Promise<void> {
  for (const [index, server] of servers.entries()) {
    server.child.kill('SIGTERM');
    assert.equal((await server.exited).code, 0);
    await restart(index);
    // In use again, before the next one goes.
    await until(async () => (await chatsAnswered(servers[index] as typeof server)) > 20, 'it is used again');
  }
}

for (const balancer of BALANCERS) {
  const { name, missing: skip } = balancer;
  test(`a rolling restart behind ${name} under load loses nothing`, { skip }, async (t) => {
    const cluster = await startCluster(balancer, { SHUTDOWN_DELAY: '3s', RESPONSE_DELAY: '250ms' });
    const load = startLoad(cluster.url, { keptAlive: 30, connecting: 15, streaming: 15 });
    await until(() => load.answered() > 200, 'the load runs');
    await restartEach(cluster);
    const { answered, failures } = await load.stop();
    t.diagnostic(`${answered} answered, ${failures.length} failed`);
    assert.deepEqual(failures.slice(0, 5), []);
  });
}
