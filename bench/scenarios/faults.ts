// Owns: whether faults leave the requests beside them alone: the same load, with none and with half of it failing on purpose.

import type { FaultsScenario, FaultsStep } from './scenario.js';

const HELD = 5_000;

function step(name: string, title: string, fault: string): FaultsStep {
  return { name, title, quick: true, held: HELD, fault };
}

export const faults: FaultsScenario = {
  name: 'faults',
  title: 'Lateness of the answers beside requests that fail on purpose',
  delayMs: 5_000,
  steps: [
    step('no-faults', 'no faults', 'none'),
    step('half-503', 'half of it 503', '50%:503'),
    step('half-mixed', 'half of it 503 of three kinds', '20%:503,15%:503(html),15%:503(retry-after=2s)'),
  ],
};
