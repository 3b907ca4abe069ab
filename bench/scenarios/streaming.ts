// Owns: how many server-sent events a second, and how late. All streams of a step begin at once; each has 150 tokens,
// 50 a second. A server that falls behind in one step is not asked for the heavier ones.

import type { StreamingScenario, StreamingStep } from './scenario.js';

function step(streams: number, quick: boolean): StreamingStep {
  return { name: `streams-${streams}`, title: `${streams.toLocaleString('en-US')} streams`, quick, streams };
}

export const streaming: StreamingScenario = {
  name: 'streaming',
  title: 'Events a second, streams of 50 tokens a second each',
  delayMs: 0,
  tokens: 150,
  tokenGapMs: 20,
  steps: [step(1_000, true), step(2_000, true), step(4_000, false), step(8_000, false)],
};
