// Owns: which cell comes after which, and how long it may take. Must never: know how a cell is measured.

import type { Scenario } from '../scenarios/scenario.js';
import type { BenchServer } from '../servers/server.js';
import type { Cell } from './measure.js';

/** Starting, checking and ending a server, and its warm-up. */
const OVERHEAD_SECONDS = 4;

/**
 * All cells of a run. Every round has its scenarios in their order; within a scenario the servers come in the order
 * that was asked for, and reversed in every second round: what drifts hits both ends of the list alike. `before`: how many
 * rounds a scenario has already, in a run that is measured bit by bit.
 */
export function scheduleCells(
  scenarios: readonly Scenario[],
  servers: readonly BenchServer[],
  rounds: number,
  before: (scenario: Scenario) => number = () => 0,
): readonly Cell[] {
  return Array.from({ length: rounds }, (_, index) => index + 1).flatMap((further) =>
    scenarios.flatMap((scenario) => {
      const round = before(scenario) + further;
      return (round % 2 === 1 ? servers : servers.toReversed()).map((server, place) => ({
        scenario,
        server,
        round,
        place: place + 1,
      }));
    }),
  );
}

/** What a cell takes if nothing is slow, in seconds. */
export function secondsOf({ scenario }: Cell): number {
  const steps = scenario.steps.map((step): number => {
    if ('durationMs' in step) return step.durationMs / 1_000 + 0.5;
    if (scenario.name === 'streaming' || scenario.name === 'stream-kinds') {
      return (scenario.tokens * scenario.tokenGapMs) / 1_000 + 1;
    }
    return scenario.delayMs / 1_000 + 1;
  });
  return OVERHEAD_SECONDS + steps.reduce((sum, seconds) => sum + seconds, 0);
}
