// Owns: where one process ends: a hundred thousand requests held at once, from several addresses, for one has too few ports.

import type { CrowdScenario } from './scenario.js';

export const held100k: CrowdScenario = {
  name: 'held-100k',
  title: 'A hundred thousand requests held for 30 s',
  // Long enough for all to have come before the first is answered.
  delayMs: 30_000,
  steps: [{ name: 'crowd-100000', title: '100,000 held', quick: false, connections: 100_000, addresses: 5 }],
};
