// Owns: what streams cost that are more than words: with their usage, with the call of a tool, or broken off on purpose.

import type { StreamKindStep, StreamKindsScenario } from './scenario.js';

const STREAMS = 2_000;

function step(kind: StreamKindStep['kind'], title: string): StreamKindStep {
  return { name: `streams-${kind}`, title, quick: kind !== 'plain', streams: STREAMS, kind };
}

export const streamKinds: StreamKindsScenario = {
  name: 'stream-kinds',
  title: 'What a stream costs, by what it brings',
  delayMs: 0,
  tokens: 150,
  tokenGapMs: 20,
  steps: [
    step('plain', 'words'),
    step('usage', 'words and their usage'),
    step('tools', 'a call of a tool'),
    step('cut', 'words, half of them broken off'),
  ],
};
