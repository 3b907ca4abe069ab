/**
 * The health check of the image: what it says, with TLS too, what it costs in the one core of the server, and how soon it says it.
 */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generate } from 'selfsigned';
import { docker, IMAGE, startContainer } from '../support/docker.js';
import { until } from '../support/until.js';

const CHECKS = 20;
/** Of one check, with what the container runtime takes to enter the container: a Node.js process took 130. */
const CPU_MS_MAX = 60;
const CONTAINER = ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];

async function probeOf(): Promise<readonly string[]> {
  const format = '{{json .Config.Healthcheck.Test}}';
  const [how, ...probe] = JSON.parse(await docker('inspect', '--format', format, IMAGE)) as string[];
  assert.equal(how, 'CMD');
  return probe;
}

async function becomesHealthy(id: string): Promise<number> {
  await until(
    async () => (await docker('inspect', '--format', '{{.State.Health.Status}}', id)) === 'healthy',
    'the container is healthy',
  );
  const [started, first] = JSON.parse(
    await docker(
      'inspect',
      '--format',
      '[{{json .State.StartedAt}},{{json (index .State.Health.Log 0).End}}]',
      id,
    ),
  ) as [string, string];
  return Date.parse(first) - Date.parse(started);
}

test('the health check says what the agent says, on the port that the settings say', async () => {
  const probe = await probeOf();
  const { id } = await startContainer('--env', 'HTTP10_PORT=off', '--env', 'LLM_MOCK_AGENT_PORT=9000');
  assert.equal(await docker('exec', id, ...probe), 'up 100%');
  await assert.rejects(docker('exec', '--env', 'LLM_MOCK_AGENT_PORT=9', id, ...probe), /Connection refused/);
});

test('a server that drains fails the check, and says why', async () => {
  const { id } = await startContainer('--env', 'SHUTDOWN_DELAY=1h');
  await docker('kill', '--signal', 'TERM', id);
  const probe = await probeOf();
  const said = () => docker('exec', id, ...probe).catch((error: { stdout: string }) => error.stdout.trim());
  await until(async () => (await said()) === 'down#draining', 'it says so');
});

test('with TLS the container turns healthy as well, soon', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'llm-mock-health-'));
  after(() => rmSync(folder, { recursive: true }));
  chmodSync(folder, 0o755);
  const { cert, private: key } = await generate();
  writeFileSync(join(folder, 'cert.pem'), cert);
  writeFileSync(join(folder, 'key.pem'), key);
  const files = ['--env', 'TLS_CERT_FILE=/tls/cert.pem', '--env', 'TLS_KEY_FILE=/tls/key.pem'];
  const id = await docker('run', '--detach', ...CONTAINER, '--volume', `${folder}:/tls:ro`, ...files, IMAGE);
  after(() => docker('rm', '--force', id));
  const tookMs = await becomesHealthy(id);
  t.diagnostic(`healthy after ${tookMs} ms`);
  assert.ok(tookMs < 20_000, `after ${tookMs} ms`);
});

test(`a check costs at most ${CPU_MS_MAX} ms of the container's processor time`, async (t) => {
  const id = await docker('run', '--detach', ...CONTAINER, '--no-healthcheck', '--cpus', '1', IMAGE);
  after(() => docker('rm', '--force', id));
  const probe = await probeOf();
  await until(async () => (await docker('exec', id, ...probe).catch(() => '')) === 'up 100%', 'it is ready');
  const files = '/sys/fs/cgroup/cpuacct/cpuacct.usage';
  const readCpuMs = async (): Promise<number> => {
    const script = `if [ -f ${files} ]; then read -r n < ${files}; echo $((n / 1000)); else read -r _ n < /sys/fs/cgroup/cpu.stat; echo $n; fi`;
    return Number(await docker('exec', id, 'bash', '-c', script)) / 1000;
  };
  const before = await readCpuMs();
  for (let check = 0; check < CHECKS; check++) await docker('exec', id, ...probe);
  const perCheckMs = ((await readCpuMs()) - before) / (CHECKS + 1);
  t.diagnostic(`${perCheckMs.toFixed(1)} ms each, what the server does meanwhile included`);
  assert.ok(perCheckMs > 0 && perCheckMs <= CPU_MS_MAX, `${perCheckMs} ms`);
});
