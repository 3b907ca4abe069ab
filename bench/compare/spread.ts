// Owns: what pairs of figures say: the median of their ratios, and how far they spread. Must never: hide the spread.

import { median, quantile } from 'simple-statistics';
import type { Sides } from './compare.js';

export interface Spread {
  readonly baseMedian: number;
  readonly treeMedian: number;
  /** Tree over base, pair by pair. */
  readonly ratioMedian: number;
  readonly ratioP25: number;
  readonly ratioP75: number;
  readonly ratioMin: number;
  readonly ratioMax: number;
  readonly pairsCount: number;
}

/** Throws where there is no pair, or a figure is no number. */
export function spreadOf(pairs: readonly Sides<number>[]): Spread {
  const ratios = pairs.map(({ base, tree }) => tree / base);
  if (ratios.length === 0 || ratios.some((ratio) => Number.isNaN(ratio))) {
    throw new Error('a figure is missing: nothing can be said of its ratio');
  }
  return {
    baseMedian: median(pairs.map(({ base }) => base)),
    treeMedian: median(pairs.map(({ tree }) => tree)),
    ratioMedian: median(ratios),
    ratioP25: quantile(ratios, 0.25),
    ratioP75: quantile(ratios, 0.75),
    ratioMin: Math.min(...ratios),
    ratioMax: Math.max(...ratios),
    pairsCount: ratios.length,
  };
}
