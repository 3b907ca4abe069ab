/**
 * The compose file's profile `cluster`, as it is shipped: three instances, which HAProxy finds, and Prometheus; and any other number.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { request } from 'undici';
import { statuses } from '../support/balancers.js';
import { docker } from '../support/docker.js';
import { freePort } from '../support/free-port.js';
import { until } from '../support/until.js';

const PROJECT = 'llm-mock-cluster-test';
const CAP = 20;
const run = promisify(execFile);

test('the profile `cluster` has the caps of as many instances as it is scaled to, and Prometheus sees each', async () => {
  const [port, prometheusPort] = [await freePort(), await freePort()];
  const env = {
    ...process.env,
    BALANCER_PORT: String(port),
    PROMETHEUS_PORT: String(prometheusPort),
    MAX_CONCURRENT: String(CAP),
    RESPONSE_DELAY: '2s',
  };
  const compose = (...args: string[]) =>
    run('docker', ['compose', '--project-name', PROJECT, '--profile', 'cluster', ...args], { env });
  after(() => compose('down', '--volumes', '--timeout', '0'));
  const url = `http://127.0.0.1:${port}`;
  const isSpreadOver = (count: number) => async () =>
    (await statuses(url, count * CAP).catch(() => ({}) as Record<number, number>))[200] === count * CAP;

  await compose('up', '--detach', '--no-build');
  await until(isSpreadOver(3), 'the balancer has found three', 90_000);
  assert.deepEqual(await statuses(url, 3 * CAP + 5), { 200: 3 * CAP, 503: 5 });
  await until(async () => {
    const query = encodeURIComponent('sum(llm_mock_max_concurrent_requests)');
    const reply = await request(`http://127.0.0.1:${prometheusPort}/api/v1/query?query=${query}`).catch(
      () => null,
    );
    return (await reply?.body.text())?.includes(`"${3 * CAP}"`) ?? false;
  }, 'Prometheus has added them up');

  await compose('up', '--detach', '--no-build', '--scale', 'llm-mock=4', '--no-recreate');
  await until(isSpreadOver(4), 'the balancer has found the fourth', 90_000);
  const ids = (await compose('ps', '--quiet', 'llm-mock')).stdout.trim().split('\n');
  assert.equal(ids.length, 4);
  assert.equal(await docker('inspect', '--format', '{{.HostConfig.PidsLimit}}', ids[0] as string), '128');
});
