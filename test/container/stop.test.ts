import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Agent, request } from 'undici';
import { docker, startContainer } from '../support/docker.js';
import { until } from '../support/until.js';

const IN_FLIGHT = 1000;

test('docker stop with 1,000 requests in flight: 1,000 answers, exit code 0', async () => {
  const { id, url } = await startContainer(
    '--cpus',
    '1',
    '--memory',
    '1g',
    '--env',
    'RESPONSE_DELAY_SECONDS=4',
  );
  const dispatcher = new Agent({ connections: IN_FLIGHT, pipelining: 1 });
  const body = JSON.stringify({ messages: [{ role: 'user', content: 'hello' }] });
  const answers = Array.from({ length: IN_FLIGHT }, async () => {
    const answer = await request(`${url}/v1/chat/completions`, { method: 'POST', body, dispatcher });
    await answer.body.dump();
    return answer.statusCode;
  });
  await until(async () => {
    const health = await request(`${url}/health`);
    return ((await health.body.json()) as { active_requests: number }).active_requests === IN_FLIGHT;
  }, 'all are in flight');
  const stopped = docker('stop', '--time', '20', id);
  const statuses = await Promise.all(answers);
  assert.deepEqual([...new Set(statuses)], [200]);
  await stopped;
  assert.equal(await docker('inspect', '--format', '{{.State.ExitCode}}', id), '0');
  await dispatcher.close();
});
