// Owns: what has to be known of a whole run before its figures are believed: what it was warned of, how many of its measurements were
// disturbed, and whether its pieces are of one build. Must never: leave that to whoever reads every round.

import { formatCount } from './format.js';
import type { ReportWords, RunWords } from './report-words.js';
import type { Measurement, Results } from './results.js';

/** As the machine's watch words it (run/machine-watch.ts). */
const DISTURBED = /^the machine was (?:busy|not alone):/;

export function runWarnings(results: Results, words: ReportWords): readonly string[] {
  return [
    ...results.warnings.map((text) => words.recorded(text) ?? text),
    ...disturbed(results.measurements, words.run),
    ...ofSeveralBuilds(results, words.run),
  ];
}

function disturbed(measurements: readonly Measurement[], words: RunWords): readonly string[] {
  const measured = measurements.filter(({ outcome }) => outcome === 'measured');
  const hit = measured.filter(({ warnings }) => warnings.some((text) => DISTURBED.test(text)));
  if (hit.length === 0) return [];
  const most = (figure: 'others_cpu_share' | 'steal_share'): string =>
    `${Math.round(100 * Math.max(0, ...hit.map(({ figures }) => figures[figure] ?? 0)))} %`;
  const [hits, all] = [formatCount(hit.length), formatCount(measured.length)];
  return [words.busy(hits, all, most('others_cpu_share'), most('steal_share'))];
}

function ofSeveralBuilds({ pieces = [] }: Results, words: RunWords): readonly string[] {
  const commits = new Map<string, string>();
  for (const { commit, modified, source } of pieces) {
    const told = words.changed(commit.slice(0, 7), modified);
    // What a changed tree holds nobody knows.
    const build = modified ? told : (source ?? told);
    if (!commits.has(build)) commits.set(build, told);
  }
  return commits.size > 1 ? [words.severalBuilds([...commits.values()])] : [];
}
