// Owns: the most of a figure that a server reached in any step of a scenario, and how ours compares in it, round by
// round. Must never: take a round of a cell that has no figures, or, for ours, of a step in which any round broke.

import type { FigureName } from './figures.js';
import type { ScenarioName } from './results.js';
import { advantageOf, OURS, type Spread, type Summary, spreadOf, usableRounds } from './summary.js';

/** The peak of each round, by the number of the round. */
function peaksByRound(
  summary: Summary,
  name: ScenarioName,
  figure: FigureName,
  server: string,
): Map<number, number> {
  const peaks = new Map<number, number>();
  for (const step of summary.scenario(name)?.steps ?? []) {
    const cell = summary.cell(name, step.name, server);
    if (cell === undefined || (server === OURS && cell.errors.length > 0)) continue;
    for (const { round, figures } of usableRounds(cell.rounds)) {
      const value = figures[figure];
      if (value !== undefined) peaks.set(round, Math.max(value, peaks.get(round) ?? value));
    }
  }
  return peaks;
}

/** Null where the server has no such figure in any step. */
export function peakOf(
  summary: Summary,
  name: ScenarioName,
  figure: FigureName,
  server: string,
): Spread | null {
  return spreadOf([...peaksByRound(summary, name, figure, server).values()]);
}

/** How many times better the peak of ours is, over the rounds that both have; null where there are none. */
export function peakAdvantage(
  summary: Summary,
  name: ScenarioName,
  figure: FigureName,
  server: string,
): Spread | null {
  const ours = peaksByRound(summary, name, figure, OURS);
  const theirs = peaksByRound(summary, name, figure, server);
  return spreadOf(
    [...theirs].flatMap(([round, peak]) => {
      const our = ours.get(round);
      return our === undefined ? [] : (advantageOf(figure, our, peak) ?? []);
    }),
  );
}
