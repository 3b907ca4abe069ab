// Owns: what becomes of connections that all come in one moment.

import type { BurstScenario, BurstStep } from './scenario.js';

function step(connections: number, quick: boolean): BurstStep {
  return {
    name: `burst-${connections}`,
    title: `${connections.toLocaleString('en-US')} connections at once`,
    quick,
    connections,
  };
}

export const burst: BurstScenario = {
  name: 'burst',
  title: 'All connections at once, no delay',
  delayMs: 0,
  steps: [step(10_000, true)],
};
