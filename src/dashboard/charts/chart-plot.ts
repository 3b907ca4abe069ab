/**
 * Owns the canvas of one chart: a uPlot that is made anew when its series, colours or language change, and fed otherwise.
 * Browser. Must never listen to the pointer by itself: one cursor is shared by all charts.
 */
import uPlot from 'uplot';
import { drawChanges } from './change-marks.js';
import type { ShownSeries } from './chart-data.js';
import {
  decadesOf,
  isFullMinute,
  LOG_FLOOR_SECONDS,
  momentsBetween,
  rangeOf,
  ticksApart,
  ticksOf,
} from './chart-scale.js';
import { type ChartColors, isVisible, type Scene } from './chart-scene.js';
import type { ChartSpec } from './chart-specs.js';
import { DASHES } from './chart-styles.js';

const FONT_PX = 11;
const AXIS_WIDTH_PX = 54;
const TICK_HEIGHT_PX = 30;
/** A line of one pixel is drawn as it goes; of a wider one the browser works out the outline, which costs it six times as much. */
const LINE_PX = 1;
const AREA_ALPHA = '24';

export class ChartPlot {
  #plot: uPlot | null = null;
  #madeFor: readonly unknown[] = [];
  /** What the canvas shows. */
  #scene: Scene | null = null;
  #isPointed = false;

  constructor(
    private readonly host: HTMLElement,
    private readonly spec: ChartSpec,
  ) {}

  /** Takes what there is now; draws it as soon as that can be told from what is drawn. */
  draw(scene: Scene, shown: readonly ShownSeries[]): void {
    const drawn = shown.filter(({ spec }) => !spec.isHidden);
    const madeFor = [scene.colors, scene.formats, ...drawn.map(({ spec }) => spec)];
    const isSame =
      madeFor.length === this.#madeFor.length && madeFor.every((part, i) => part === this.#madeFor[i]);
    const plot = this.#plot;
    if (plot !== null && isSame && this.#scene !== null && !isVisible(this.#scene, scene, plot.bbox.width))
      return;
    this.#scene = scene;
    const data = [scene.times, ...drawn.map(({ values }) => this.#drawable(values))] as uPlot.AlignedData;
    if (plot !== null && isSame) {
      atOnce(plot, () => plot.setData(data));
      return;
    }
    plot?.destroy();
    this.#madeFor = madeFor;
    this.#plot = drawn.length === 0 ? null : new uPlot(this.#options(drawn, scene), data, this.host);
    if (this.#plot !== null) atOnce(this.#plot, () => {});
  }

  /** Fits the canvas to its place. */
  resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    const plot = this.#plot;
    if (width > 0 && height > 0 && plot !== null) atOnce(plot, () => plot.setSize({ width, height }));
  }

  /** Puts the cursor on a moment, or takes it off. */
  point(atMs: number | null): void {
    if (this.#plot === null || (atMs === null && !this.#isPointed)) return;
    this.#isPointed = atMs !== null;
    const left = atMs === null ? -10 : this.#plot.valToPos(atMs, 'x');
    this.#plot.setCursor({ left, top: atMs === null ? -10 : 0 }, false);
  }

  /** Shows a range that is being drawn, or none. */
  select(range: readonly [oneMs: number, otherMs: number] | null): void {
    const plot = this.#plot;
    if (plot === null) return;
    const [one, other] = (range ?? [0, 0]).map((atMs) => (range === null ? 0 : plot.valToPos(atMs, 'x')));
    const left = Math.min(one as number, other as number);
    const width = Math.abs((one as number) - (other as number));
    plot.setSelect({ left, width, top: 0, height: plot.over.clientHeight }, false);
  }

  /** The moment under a place in the window; where the plot is not, its nearest edge, or null. */
  momentAt(clientX: number, isNearest: boolean): number | null {
    if (this.#plot === null) return null;
    const { left, width } = this.#plot.over.getBoundingClientRect();
    const x = clientX - left;
    if (!isNearest && (x < 0 || x > width)) return null;
    return this.#plot.posToVal(Math.min(width, Math.max(0, x)), 'x');
  }

  /** A copy, for the canvas stays as it is while the figures go on. A logarithm knows no 0. */
  #drawable(values: readonly (number | null)[]): readonly (number | null)[] {
    if (!this.spec.isLog) return values.slice();
    return values.map((value) => (value === null ? null : Math.max(value, LOG_FLOOR_SECONDS)));
  }

  #options(drawn: readonly ShownSeries[], { colors, formats }: Scene): uPlot.Options {
    const { spec } = this;
    const font = `${FONT_PX}px system-ui, sans-serif`;
    const silent = () => null;
    return {
      width: Math.max(1, this.host.clientWidth),
      height: Math.max(1, this.host.clientHeight),
      ms: 1,
      padding: [8, 10, 0, 0],
      legend: { show: false },
      select: { show: true, left: 0, top: 0, width: 0, height: 0 },
      cursor: {
        y: false,
        drag: { x: false, y: false, setScale: false },
        points: { size: 6, fill: (_, index) => colors[drawn[index - 1]?.spec.color ?? 'gray'] },
        bind: {
          mousedown: silent,
          mouseup: silent,
          click: silent,
          dblclick: silent,
          mousemove: silent,
          mouseleave: silent,
          mouseenter: silent,
        },
      },
      scales: {
        x: { time: false, range: () => [this.#scene?.fromMs ?? 0, this.#scene?.toMs ?? 1] },
        y: {
          distr: spec.isLog ? 3 : 1,
          range: (_plot, _least, most) => rangeOf(spec, most),
        },
      },
      axes: [
        {
          font,
          stroke: colors.muted,
          size: 22,
          gap: 4,
          grid: { show: false },
          ticks: { show: true, stroke: colors.grid, width: 1, size: 4 },
          splits: ({ width }, _axis, from, to) =>
            momentsBetween(from, to, ticksApart(to - from, width - AXIS_WIDTH_PX)),
          values: (_plot, splits) => splits.map(splits.every(isFullMinute) ? formats.minute : formats.clock),
        },
        {
          font,
          stroke: colors.muted,
          size: AXIS_WIDTH_PX,
          gap: 6,
          grid: { stroke: colors.grid, width: 1 },
          ticks: { show: false },
          splits: ({ height }, _axis, from, to) =>
            spec.isLog ? decadesOf([from, to]) : ticksOf(spec.unit, to, height / TICK_HEIGHT_PX - 1),
          values: (_plot, splits) => splits.map((value) => formats[spec.unit](value)),
          filter: (_plot, splits) => splits,
        },
      ],
      series: [{}, ...drawn.map((series) => this.#series(series, colors))],
      hooks: {
        drawClear: [(plot) => this.#tintBands(plot, colors)],
        drawAxes: [
          (plot) => this.#drawBorders(plot, colors),
          (plot) => drawChanges(plot, this.#scene?.changes ?? [], colors.purple, uPlot.pxRatio),
        ],
      },
    };
  }

  #series({ spec }: ShownSeries, colors: ChartColors): uPlot.Series {
    const stroke = colors[spec.color];
    const dash = DASHES[spec.dash];
    return {
      stroke,
      width: LINE_PX,
      ...(dash.length > 0 ? { dash: [...dash] } : {}),
      ...(spec.isArea ? { fill: `${stroke}${AREA_ALPHA}` } : {}),
      points: { show: false, size: 5, stroke, fill: stroke, filter: alone },
    };
  }

  /** Tints what is too late. */
  #tintBands(plot: uPlot, colors: ChartColors): void {
    if (this.spec.bands === undefined) return;
    const { ctx, bbox } = plot;
    const [strained, late] = this.spec.bands.map((value) => heightOf(plot, value)) as [number, number];
    ctx.fillStyle = colors['band-strained'];
    ctx.fillRect(bbox.left, late, bbox.width, strained - late);
    ctx.fillStyle = colors['band-late'];
    ctx.fillRect(bbox.left, bbox.top, bbox.width, late - bbox.top);
  }

  /** Draws where it begins to be too late, over the lines of the grid. */
  #drawBorders(plot: uPlot, colors: ChartColors): void {
    if (this.spec.bands === undefined) return;
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.lineWidth = uPlot.pxRatio;
    ctx.setLineDash([2 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
    for (const [index, value] of this.spec.bands.entries()) {
      const y = Math.round(heightOf(plot, value)) + 0.5;
      ctx.strokeStyle = index === 0 ? colors.warn : colors.bad;
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
    }
    ctx.restore();
  }
}

/** Where a value is on the canvas, or the edge that it is beyond. */
function heightOf(plot: uPlot, value: number): number {
  const { top, height } = plot.bbox;
  return Math.min(top + height, Math.max(top, plot.valToPos(value, 'y', true)));
}

/** uPlot would do it in a microtask, and until then say of a time where it was before. */
function atOnce(plot: uPlot, change: () => void): void {
  plot.batch(change);
}

/** A figure between two seconds of which nothing is known is a dot: there is no line to see it by. */
function alone(plot: uPlot, seriesIndex: number): number[] | null {
  const values = plot.data[seriesIndex] as (number | null)[];
  const places: number[] = [];
  for (let index = 0; index < values.length; index++) {
    if (values[index] === null) continue;
    if ((values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null) places.push(index);
  }
  return places.length === 0 ? null : places;
}
