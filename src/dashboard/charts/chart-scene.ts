/**
 * Owns what all charts have in common at one time, and whether one such time can be told from another on a canvas. Browser, pure.
 */
import type { Formats } from '../words/format.js';
import type { SeriesColor } from './chart-styles.js';

export type ChartColors = Readonly<
  Record<SeriesColor | 'grid' | 'muted' | 'card' | 'band-strained' | 'band-late' | 'warn' | 'bad', string>
>;

export interface Scene {
  readonly times: readonly number[];
  /** Those of them in which settings were changed. */
  readonly changes: readonly number[];
  /** Counts how often something else was told of the time that was known. */
  readonly revision: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly colors: ChartColors;
  readonly formats: Formats;
}

/**
 * Whether a plot of so many pixels that shows one scene would look another with the next. Ten minutes on 300 pixels move by half a
 * pixel a second: every second of the drawings would be the same, and they are most of what the page costs.
 */
export function isVisible(shown: Scene, next: Scene, widthPx: number): boolean {
  if (shown.revision !== next.revision || shown.changes.length !== next.changes.length) return true;
  const pixelMs = (next.toMs - next.fromMs) / widthPx;
  const edge = ({ times, toMs }: Scene): number => Math.min(toMs, times.at(-1) ?? toMs);
  return (
    next.toMs - next.fromMs !== shown.toMs - shown.fromMs ||
    Math.abs(next.fromMs - shown.fromMs) >= pixelMs ||
    Math.abs(edge(next) - edge(shown)) >= pixelMs
  );
}
