// Owns: which figure heads a scenario in a run: its own, or what stands in for it where nobody has it. Must never: choose by value.

import { COLUMNS } from './columns.js';
import type { FigureName } from './figures.js';
import type { ScenarioName } from './results.js';
import type { Summary } from './summary.js';

export function headlineOf(summary: Summary, name: ScenarioName): FigureName {
  const { headline, headlineElse } = COLUMNS[name];
  if (headlineElse === undefined) return headline;
  const known = summary.cells.some(({ scenario, figures }) => scenario === name && figures.has(headline));
  return known ? headline : headlineElse;
}
