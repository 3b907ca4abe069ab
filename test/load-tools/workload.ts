// Owns: what every load tool is held to: latencies that the mock is told, and the figures that follow from them. Plain data.

import type { Settings } from '../support/in-process.js';

const FIRST_TOKEN_MS = 1_000;
const BETWEEN_TOKENS_MS = 40;
export const OUTPUT_TOKENS = 64;
/** Streams at once, and requests in all: each stream is refilled some times. */
export const STREAMS = 4;
export const REQUESTS = 24;

export const SETTINGS: Settings = {
  TIME_TO_FIRST_TOKEN: `${FIRST_TOKEN_MS}ms`,
  INTER_TOKEN_LATENCY: `${BETWEEN_TOKENS_MS}ms`,
  OUTPUT_TOKENS: String(OUTPUT_TOKENS),
};

const WHOLE_MS = FIRST_TOKEN_MS + (OUTPUT_TOKENS - 1) * BETWEEN_TOKENS_MS;

/** What tools report, by the middle of what they saw; a tool that does not report one leaves it out. */
export interface Figures {
  readonly firstTokenMs?: number;
  readonly betweenTokensMs?: number;
  readonly wholeMs?: number;
  readonly outputTokens?: number;
  readonly requestsPerSecond?: number;
}

export type Figure = keyof Figures;

export const EXPECTED: Readonly<Record<Figure, number>> = {
  firstTokenMs: FIRST_TOKEN_MS,
  betweenTokensMs: BETWEEN_TOKENS_MS,
  wholeMs: WHOLE_MS,
  outputTokens: OUTPUT_TOKENS,
  requestsPerSecond: (1_000 * STREAMS) / WHOLE_MS,
};

export const FIGURES = Object.keys(EXPECTED) as readonly Figure[];

/** What a figure may differ from what was configured. */
export const PERCENT_MAX = 3;

export function percentOff(figure: Figure, value: number): number {
  return 100 * (value / EXPECTED[figure] - 1);
}
