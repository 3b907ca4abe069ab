// Owns: whether the cap is exact: more requests at once than there are slots.

import type { CapScenario } from './scenario.js';

export const cap: CapScenario = {
  name: 'cap',
  title: 'Requests beyond the cap, all at once',
  // Longer than any server here takes to read all requests: no slot is free again before the last one has come.
  delayMs: 3_000,
  steps: [
    { name: 'cap-1000-and-500', title: 'cap 1,000, 1,500 requests', quick: true, cap: 1_000, beyond: 500 },
  ],
};
