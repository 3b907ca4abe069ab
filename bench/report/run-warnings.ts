// Owns: what has to be known of a whole run before its figures are believed: what it was warned of, how many of its measurements were
// disturbed, and whether its pieces are of one build. Must never: leave that to whoever reads every round.

import { formatCount } from './format.js';
import type { Measurement, Results } from './results.js';

/** As the machine's watch words it (run/machine-watch.ts). */
const DISTURBED = /^the machine was (?:busy|not alone):/;

export function runWarnings(results: Results): readonly string[] {
  return [...results.warnings, ...disturbed(results.measurements), ...ofSeveralBuilds(results)];
}

function disturbed(measurements: readonly Measurement[]): readonly string[] {
  const measured = measurements.filter(({ outcome }) => outcome === 'measured');
  const hit = measured.filter(({ warnings }) => warnings.some((text) => DISTURBED.test(text)));
  if (hit.length === 0) return [];
  const most = (figure: 'others_cpu_share' | 'steal_share'): string =>
    `${Math.round(100 * Math.max(0, ...hit.map(({ figures }) => figures[figure] ?? 0)))} %`;
  return [
    `the machine was busy in ${formatCount(hit.length)} of ${formatCount(measured.length)} measurements: other processes used up to ` +
      `${most('others_cpu_share')} of a core, its host took up to ${most('steal_share')} of its processors' time; which ones they ` +
      'were stands with each scenario',
  ];
}

function ofSeveralBuilds({ pieces = [] }: Results): readonly string[] {
  const commits = new Set(
    pieces.map(({ commit, modified }) => `${commit.slice(0, 7)}${modified ? ' with changes' : ''}`),
  );
  return commits.size > 1 ? [`its pieces were measured at several commits: ${[...commits].join(', ')}`] : [];
}
