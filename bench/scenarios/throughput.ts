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
    durationMs: DURATION_MS,
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
    {
      name: 'new-connections',
      title: '64 at once, each request on a new connection',
      quick: false,
      connections: 64,
      newConnections: true,
      durationMs: DURATION_MS,
    },
  ],
};
