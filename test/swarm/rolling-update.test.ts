/**
 * deploy/swarm/stack.yml on a real Docker Swarm: replicas, and a rolling update under load without one failed request.
 */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { statuses } from '../support/balancers.js';
import { docker } from '../support/docker.js';
import { freePort } from '../support/free-port.js';
import { startLoad } from '../support/mixed-load.js';
import { until } from '../support/until.js';

const STACK = 'llm-mock-swarm-test';
const SERVICE = `${STACK}_llm-mock`;
const run = promisify(execFile);
const skip = spawnSync('docker', ['info']).status === 0 ? false : 'no Docker engine here';

/** Makes the engine a swarm of one, where it is none, until the test has ended; then the stack goes first. */
async function joinSwarm(): Promise<void> {
  const isMember = (await docker('info', '--format', '{{.Swarm.LocalNodeState}}')) === 'active';
  if (!isMember) await docker('swarm', 'init', '--advertise-addr', '127.0.0.1');
  after(async () => {
    await removeStack();
    if (!isMember) await docker('swarm', 'leave', '--force');
  });
}

async function deploy(env: NodeJS.ProcessEnv): Promise<void> {
  const files = [
    'stack',
    'deploy',
    '--compose-file',
    'deploy/swarm/stack.yml',
    '--resolve-image',
    'never',
    STACK,
  ];
  await run('docker', files, { env: { ...process.env, ...env } });
}

async function removeStack(): Promise<void> {
  await docker('stack', 'rm', STACK);
  const networks = () => docker('network', 'ls', '--quiet', '--filter', `name=${STACK}`);
  await until(async () => (await networks()) === '', 'the stack is gone', 90_000);
}

test('three replicas are updated one by one under load, and no request fails', { skip }, async (t) => {
  await joinSwarm();
  const port = await freePort();
  await deploy({ BALANCER_PORT: String(port), RESPONSE_DELAY: '250ms' });
  const url = `http://127.0.0.1:${port}`;
  const tasks = async () =>
    (await docker('service', 'ps', SERVICE, '--filter', 'desired-state=running', '--quiet')).split('\n');
  const isReady = async () =>
    (await docker('service', 'ls', '--filter', `name=${SERVICE}`, '--format', '{{.Replicas}}')).startsWith(
      '3/3',
    ) && (await statuses(url, 30))[200] === 30;
  await until(isReady, 'three replicas serve', 120_000);
  const before = await tasks();

  const load = startLoad(url, { keptAlive: 30, connecting: 15, streaming: 15 });
  await until(() => load.answered() > 200, 'the load runs');
  await docker('service', 'update', '--quiet', '--env-add', 'LOG_LEVEL=warn', SERVICE);
  const { answered, failures } = await load.stop();

  t.diagnostic(`${answered} answered, ${failures.length} failed`);
  assert.deepEqual(failures.slice(0, 5), []);
  const now = await tasks();
  assert.equal(now.length, 3);
  assert.deepEqual(
    now.filter((task) => before.includes(task)),
    [],
  );
});
