// Owns: what a chart shows, as data, before anyone draws it. Must never: know a colour, a size or the library that
// draws.

import type { FigureName } from './figures.js';
import type { ScenarioName } from './results.js';
import type { Spread } from './summary.js';

/** Values are in the units that are shown: MiB, per cent. */
export interface Bar {
  readonly server: string;
  readonly title: string;
  readonly spread: Spread | null;
  /** Stands behind the figure, or in place of a bar that has none. */
  readonly remark: string;
}

export interface BarPanel {
  readonly title: string;
  readonly figure: FigureName;
  readonly bars: readonly Bar[];
}

interface LinePoint {
  readonly x: number;
  readonly spread: Spread;
}

export interface Line {
  readonly server: string;
  readonly title: string;
  /** In the order of x. */
  readonly points: readonly LinePoint[];
}

export interface LinePanel {
  readonly title: string;
  readonly xName: string;
  /** Logarithmic; all values are above zero. */
  readonly isLog: boolean;
  /** What y = x is called, where that is what was planned, and is drawn. */
  readonly diagonal: string | null;
  readonly lines: readonly Line[];
}

type Drawing =
  | { readonly kind: 'bars'; readonly panels: readonly BarPanel[] }
  | { readonly kind: 'lines'; readonly panels: readonly LinePanel[] };

export interface Chart {
  /** Usable as an id in HTML. */
  readonly id: string;
  readonly scenario: ScenarioName;
  /** What is shown, with its unit. */
  readonly title: string;
  /** One sentence: what there is to see. */
  readonly reading: string;
  readonly drawing: Drawing;
}
