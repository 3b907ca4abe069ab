// Owns: what holding requests with long prompts costs, as those of retrieval and of agents are. No two are alike, so that nothing
// can be kept once for all of them; and what counts beside the memory while they are held is that while they come.

import type { DensityScenario, DensityStep } from './scenario.js';

const PROMPT_BYTES = 65_536;

function step(held: number): DensityStep {
  const title = `${held.toLocaleString('en-US')} held, 64 KiB each`;
  return { name: `prompts-${held}`, title, quick: true, held, bodyBytes: PROMPT_BYTES };
}

export const prompts: DensityScenario = {
  name: 'prompts',
  title: 'Memory while requests with prompts of 64 KiB come in and are held for 10 s',
  delayMs: 10_000,
  steps: [step(500), step(5_000)],
};
