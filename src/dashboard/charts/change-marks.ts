/**
 * Owns the marks of changes: when settings were changed while the server ran, and the thin vertical lines that say so in every
 * chart. Browser.
 */
import type uPlot from 'uplot';
import { follows } from '../data/rates.js';
import type { Moment } from './chart-data.js';

/**
 * The moments in which the count of changes grew; none across a break or a new start, where nobody knows when. Of changes that
 * follow second by second, as the ramp of a scenario makes them, the first.
 */
export function changesIn(moments: readonly Moment[]): readonly number[] {
  const begins = moments.filter((moment, at) => {
    const before = moments[at - 1];
    return hasChange(moment) && !(before !== undefined && hasChange(before));
  });
  return begins.map(({ atMs }) => atMs);
}

export function hasChange({ sample, before }: Moment): boolean {
  if (sample === null || before === undefined || !follows(before, sample)) return false;
  return sample.row.configRevision > before.row.configRevision;
}

/** How wide and high the flag is that a line has at its top. */
const FLAG_PX = 4;

/** Draws a line from top to bottom at each of these times that the plot shows. */
export function drawChanges(plot: uPlot, times: readonly number[], color: string, pxRatio: number): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.lineWidth = pxRatio;
  ctx.strokeStyle = color;
  ctx.fillStyle = color;
  const flag = FLAG_PX * pxRatio;
  ctx.setLineDash([4 * pxRatio, 2 * pxRatio]);
  for (const atMs of times) {
    const x = Math.round(plot.valToPos(atMs, 'x', true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x + flag, bbox.top + flag / 2);
    ctx.lineTo(x, bbox.top + flag);
    ctx.fill();
  }
  ctx.restore();
}
