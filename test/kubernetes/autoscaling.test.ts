/**
 * The chart's HorizontalPodAutoscaler in a real cluster: as many instances as the requests in flight want, by vLLM's metric and by
 * our own.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Agent, request } from 'undici';
import { hasOtherAdapter, serveMetric } from '../support/custom-metrics.js';
import { noCluster, Release } from '../support/kubernetes.js';
import { missingTool } from '../support/readme.js';
import { until } from '../support/until.js';

/** In flight for each instance that there is to be. */
const TARGET = 20;
const HELD = 3 * TARGET;
/** The autoscaler looks every 15 seconds. */
const SCALED_MS = 120_000;
const skip = noCluster || missingTool(['prometheus', 'prometheus-adapter']);

async function hold(url: string, dispatcher: Agent): Promise<number> {
  const body = JSON.stringify({ model: 'm;delay=600s', messages: [{ role: 'user', content: 'hello' }] });
  try {
    const reply = await request(`${url}/v1/chat/completions`, { method: 'POST', body, dispatcher });
    await reply.body.dump();
    return reply.statusCode;
  } catch {
    return 0;
  }
}

for (const metric of ['vllm:num_requests_running', 'llm_mock_active_requests']) {
  test(`instances come with the load and go with it, by ${metric}`, { skip }, async (t) => {
    const other = await hasOtherAdapter();
    if (other) return t.skip(other);
    const release = await Release.install(
      `llm-mock-scaled-${metric.startsWith('vllm') ? 'by-vllm' : 'by-own'}-test`,
      {
        autoscaling: {
          enabled: true,
          metric,
          minReplicas: 1,
          maxReplicas: 5,
          targetAverageValue: String(TARGET),
          behavior: { scaleDown: { stabilizationWindowSeconds: 0 } },
        },
      },
    );
    await serveMetric(release, metric);
    const seen: number[] = [];
    const scaledTo = (count: number) =>
      until(
        async () => {
          const there = (await release.pods()).length;
          if (seen.at(-1) !== there) seen.push(there);
          const { length } = (await release.pods()).filter(({ status }) =>
            status.containerStatuses?.every(({ ready }) => ready),
          );
          return there === count && length === count;
        },
        `there are ${count}: ${seen}`,
        SCALED_MS,
      );

    await scaledTo(1);
    const dispatcher = new Agent({ connections: HELD, pipelining: 0, headersTimeout: 0 });
    const held = Array.from({ length: HELD }, () => hold(release.url, dispatcher));
    await scaledTo(3);
    await dispatcher.destroy();
    assert.deepEqual(new Set(await Promise.all(held)), new Set([0]), 'a request was not held');
    await scaledTo(1);
    t.diagnostic(`instances: ${seen.join(' → ')}`);
    assert.ok(Math.max(...seen) === 3, 'more came than the load wanted');
  });
}
