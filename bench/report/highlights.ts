// Owns: which figures stand for the whole run in the one table of the READMEs. Must never: leave out a server, or choose a step
// for what it says: steps.ts does, by the same rules in every run.

import { COLUMNS } from './columns.js';
import type { DataTable } from './data-table.js';
import type { FigureName } from './figures.js';
import type { ScenarioName } from './results.js';
import { tellingStep } from './steps.js';
import { OURS, type Summary } from './summary.js';
import { comparedCell, headOf } from './table-cells.js';
import { assemble, exactnessColumn, type Filled } from './tables.js';
import type { Words } from './words.js';

/** From left to right; null stands for whether the cap was kept. */
const HIGHLIGHTS: readonly (readonly [ScenarioName, FigureName | null])[] = [
  ['density', 'container_bytes_per_held_request'],
  ['density', 'bytes_per_held_request'],
  ['density', 'lateness_p99_ms'],
  ['streaming', COLUMNS.streaming.headline],
  ['throughput', COLUMNS.throughput.headline],
  ['cap', null],
  ['startup', COLUMNS.startup.headline],
];

/** A server a row, a question a column, each in the step that tells most of it. Null where the run has none of them. */
export function highlightsTable(summary: Summary, words: Words): DataTable | null {
  const columns = HIGHLIGHTS.flatMap(([name, figure]): readonly Filled[] => {
    const step = tellingStep(summary, name);
    if (step === null) return [];
    if (figure === null) return [exactnessColumn(summary, step.name, words)];
    // What no server has makes no column.
    if (!summary.servers.some((server) => summary.cell(name, step.name, server.name)?.figures.has(figure)))
      return [];
    const head = headOf(figure, words, name);
    return [
      {
        head:
          summary.scenario(name)?.steps.length === 1 ? head : words.headAtStep(head, words.stepTitle(step)),
        align: 'right',
        cellOf: (server) => comparedCell(summary.cell(name, step.name, server), figure, words),
      },
    ];
  });
  if (columns.length === 0) return null;
  const { rounds_count: count, servers } = summary.results;
  const comparing = servers.length > 1 && servers.some((server) => server.name === OURS);
  return assemble(summary, words, words.medians(comparing, count), columns);
}
