// Owns: how many answers a second, when none is held back.

import type { ThroughputScenario, ThroughputStep } from './scenario.js';

const DURATION_MS = 2_000;

function keptAlive(connections: number, quick: boolean): ThroughputStep {
  return {
    name: `keep-alive-${connections}`,
    title: connections === 1 ? '1 connection' : `${connections} connections`,
    quick,
    connections,
    newConnections: false,
    bodyBytes: null,
    durationMs: DURATION_MS,
  };
}

/** Every body is different, as those of real clients are: nothing that was seen before helps. */
function different(bodyBytes: number, size: string, quick: boolean): ThroughputStep {
  const step = keptAlive(64, quick);
  return {
    ...step,
    name: `different-${size.replace(' ', '-').toLowerCase()}`,
    title: `64 connections, different bodies of ${size}`,
    bodyBytes,
  };
}

export const throughput: ThroughputScenario = {
  name: 'throughput',
  title: 'Answers a second at zero delay',
  delayMs: 0,
  steps: [
    keptAlive(1, false),
    keptAlive(64, true),
    keptAlive(512, false),
    different(200, '200 B', true),
    different(4_096, '4 KB', true),
    different(65_000, '64 KB', false),
    {
      name: 'new-connections',
      title: '64 at once, each request on a new connection',
      quick: false,
      connections: 64,
      newConnections: true,
      bodyBytes: null,
      durationMs: DURATION_MS,
    },
  ],
};
