// Owns: what it means that a server kept its cap exactly. Must never: judge by a median: one request too many in
// one round is one too many.

import type { Cell } from './summary.js';

/** Whether every round let in the cap and not one more; null where the server has no figures. */
export function isCapExact(cell: Cell | undefined): boolean | null {
  if (cell === undefined || cell.figures.size === 0) return null;
  if (cell.errors.length > 0) return false;
  return cell.rounds
    .filter(({ outcome }) => outcome === 'measured')
    .every(({ figures }) => figures.beyond_cap_count === 0 && figures.below_cap_count === 0);
}
