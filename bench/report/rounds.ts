// Owns: how many rounds a scenario was to have, in a run that may be made of several pieces. Must never: count what was measured: a
// run that was broken off has fewer.

import type { Results } from './results.js';

export function roundsOf(results: Results, scenario: string): number {
  const pieces = (results.pieces ?? []).filter(({ scenarios }) => scenarios.includes(scenario));
  if (pieces.length === 0) return results.rounds_count;
  return pieces.reduce((sum, { rounds_count: rounds }) => sum + rounds, 0);
}
