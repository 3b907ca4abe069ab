// Owns: which step of a scenario stands for it where there is room for one. Must never: know a step by its name.

import { COLUMNS } from './columns.js';
import { headlineOf } from './headline-figure.js';
import type { Results, ScenarioName } from './results.js';
import { type Cell, OURS, type Summary } from './summary.js';

type Step = Results['scenarios'][number]['steps'][number];

/** Whether a cell has figures. */
export function hasFigures(cell: Cell | undefined): cell is Cell {
  return cell !== undefined && cell.figures.size > 0;
}

/**
 * The last step of which all of `servers` have figures; those that have none in the whole scenario do not count. Null
 * where there is no such step. Scenarios list their steps from the lightest to the heaviest.
 */
export function commonStep(summary: Summary, name: ScenarioName, servers: readonly string[]): string | null {
  const steps = summary.scenario(name)?.steps ?? [];
  const has = (server: string, step: string): boolean => hasFigures(summary.cell(name, step, server));
  const taking = servers.filter((server) => steps.some((step) => has(server, step.name)));
  if (taking.length === 0) return null;
  return steps.findLast((step) => taking.every((server) => has(server, step.name)))?.name ?? null;
}

/**
 * The step that stands for its scenario. It is the last one that ours, if it was in the run, and at least half of
 * all servers have figures of: there the servers differ most, and there is still somebody to compare with. Or, of
 * these, the one in which ours reaches most, where steps are not in the order of their weight. Null where there is
 * no such step.
 */
export function tellingStep(summary: Summary, name: ScenarioName): Step | null {
  const has = (server: string, step: Step): boolean => hasFigures(summary.cell(name, step.name, server));
  const ours = summary.servers.some((server) => server.name === OURS);
  const telling = (step: Step): boolean => {
    const count = summary.servers.filter((server) => has(server.name, step)).length;
    return count > 0 && count * 2 >= summary.servers.length && (!ours || has(OURS, step));
  };
  const steps = summary.scenario(name)?.steps.filter(telling) ?? [];
  const headline = headlineOf(summary, name);
  const { telling: rule } = COLUMNS[name];
  if (rule === 'heaviest' || !ours) return steps.at(-1) ?? null;
  const reach = (step: Step): number =>
    summary.cell(name, step.name, OURS)?.figures.get(headline)?.median ?? 0;
  return steps.toSorted((a, b) => reach(b) - reach(a))[0] ?? null;
}
