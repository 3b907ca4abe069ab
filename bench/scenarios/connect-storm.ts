// Owns: whether a server accepts as fast as clients come: what the kernel drops, and how long a connect takes.

import type { CrowdScenario } from './scenario.js';

export const connectStorm: CrowdScenario = {
  name: 'connect-storm',
  title: 'Connects that all come in one moment',
  delayMs: 0,
  steps: [{ name: 'storm-15000', title: '15,000 connects', quick: true, connections: 15_000, addresses: 1 }],
};
