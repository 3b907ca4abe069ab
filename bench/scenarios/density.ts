// Owns: what holding requests costs. All of a step come at once, and each is held for ten seconds.

import type { DensityScenario, DensityStep } from './scenario.js';

function step(held: number, quick: boolean): DensityStep {
  return {
    name: `held-${held}`,
    title: `${held.toLocaleString('en-US')} held`,
    quick,
    held,
    bodyBytes: null,
  };
}

export const density: DensityScenario = {
  name: 'density',
  title: 'Memory and lateness while requests are held for 10 s',
  delayMs: 10_000,
  steps: [step(1_500, true), step(5_000, false), step(10_000, true), step(19_000, false)],
};
