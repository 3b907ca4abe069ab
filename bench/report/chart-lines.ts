// Owns: how lines are drawn: a panel a figure, a line a server with its own symbol, whiskers from the least to the
// most of its rounds, one legend for all panels. Must never: join what was not measured.

import type { CustomSeriesRenderItem, EChartsOption, LegendComponentOption, SeriesOption } from 'echarts';
import type { Line, LinePanel } from './chart.js';
import type { Drawn } from './chart-bars.js';
import { type Box, FONT, FONT_SIZE, type Frame, type Look, layOut, type Theme } from './chart-look.js';
import { OURS } from './summary.js';

const PANEL_HEIGHT = 330;
const TITLE_HEIGHT = 34;
const AXIS_HEIGHT = 48;
const AXIS_WIDTH = 58;
const LEGEND_ROW_HEIGHT = 24;
const LEGEND_MARK_WIDTH = 24;
/** Between the columns, and between a mark and its text. */
const LEGEND_GAP = 18;
const LEGEND_COLUMNS = { wide: 4, narrow: 2 } as const;
const DASHES = 'path://M0,0H6V2H0ZM9,0H15V2H9ZM18,0H24V2H18Z';

function renderWhisker(line: Line, colour: string): CustomSeriesRenderItem {
  return (params, api) => {
    const point = line.points[params.dataIndex];
    if (point === undefined) return null;
    const [x = 0, lowY = 0] = api.coord([point.x, point.spread.min]);
    const [, highY = 0] = api.coord([point.x, point.spread.max]);
    return {
      type: 'line',
      shape: { x1: x, y1: lowY, x2: x, y2: highY },
      style: { stroke: colour, lineWidth: 1.5, opacity: 0.6 },
    };
  };
}

function seriesOf(
  panel: LinePanel,
  index: number,
  looks: ReadonlyMap<string, Look>,
  theme: Theme,
): SeriesOption[] {
  const axes = { xAxisIndex: index, yAxisIndex: index, silent: true } as const;
  const lines = panel.lines.flatMap((line): SeriesOption[] => {
    const ours = line.server === OURS;
    const { colour, symbol } = looks.get(line.server) ?? { colour: theme.muted, symbol: 'rect' };
    return [
      {
        type: 'custom',
        ...axes,
        data: line.points.map(({ x, spread }) => [x, spread.median]),
        renderItem: renderWhisker(line, colour),
        z: 2,
      },
      {
        type: 'line',
        ...axes,
        name: line.title,
        data: line.points.map(({ x, spread }) => [x, spread.median]),
        symbol,
        symbolSize: ours ? 8 : 7,
        showAllSymbol: true,
        color: colour,
        lineStyle: { width: ours ? 3.2 : 1.7, color: colour },
        itemStyle: { color: colour },
        emphasis: { disabled: true },
        z: ours ? 5 : 3,
      },
    ];
  });
  return panel.diagonal === null ? lines : [...lines, diagonal(panel, axes, theme)];
}

function diagonal(panel: LinePanel, axes: object, theme: Theme): SeriesOption {
  const most = Math.max(...panel.lines.flatMap(({ points }) => points.map(({ x }) => x)));
  return {
    type: 'line',
    ...axes,
    name: panel.diagonal ?? '',
    data: [
      [0, 0],
      [most, most],
    ],
    symbol: 'none',
    color: theme.muted,
    lineStyle: { width: 1.2, type: 'dashed', color: theme.muted },
    emphasis: { disabled: true },
    z: 1,
  };
}

function axisLabel(theme: Theme): {
  color: string;
  fontSize: number;
  hideOverlap: true;
  formatter(value: number): string;
} {
  return {
    color: theme.muted,
    fontSize: FONT_SIZE - 1,
    hideOverlap: true,
    formatter: (value) => value.toLocaleString('en-US', { maximumFractionDigits: 3 }),
  };
}

/**
 * A legend a server, in columns of one width: how wide letters turn out to be is known to the reader's machine
 * alone.
 */
function legendsOf(
  titles: readonly string[],
  planned: readonly string[],
  frame: Frame,
  theme: Theme,
): LegendComponentOption[] {
  const columns = LEGEND_COLUMNS[frame.name];
  const width = frame.width / columns;
  return [...titles, ...planned].map((title, index) => ({
    data: [index >= titles.length ? { name: title, icon: DASHES } : { name: title }],
    left: (index % columns) * width,
    top: Math.floor(index / columns) * LEGEND_ROW_HEIGHT,
    padding: 0,
    itemWidth: LEGEND_MARK_WIDTH,
    itemHeight: index >= titles.length ? 2 : 10,
    selectedMode: false,
    textStyle: {
      color: theme.ink,
      fontSize: FONT_SIZE,
      width: width - LEGEND_MARK_WIDTH - LEGEND_GAP,
      overflow: 'truncate',
    },
  }));
}

/** Panels of one kind share what their axis spans, so that they can be compared. */
function reachOf(panels: readonly LinePanel[]): { readonly min: number; readonly max: number } {
  const spreads = panels.flatMap(({ lines }) =>
    lines.flatMap(({ points }) => points.map(({ spread }) => spread)),
  );
  const most = Math.max(...spreads.map(({ max }) => max));
  if (panels.some(({ isLog }) => !isLog)) return { min: 0, max: roundedUp(most) };
  const least = Math.min(...spreads.map(({ min }) => min));
  return { min: 10 ** Math.floor(Math.log10(least)), max: 10 ** Math.ceil(Math.log10(most)) };
}

/** The next number that looks well at the end of an axis. */
function roundedUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8].find((candidate) => value <= candidate * power);
  return (factor ?? 10) * power;
}

/** The drawing of all panels in one frame. */
export function drawLines(
  panels: readonly LinePanel[],
  frame: Frame,
  looks: ReadonlyMap<string, Look>,
  theme: Theme,
): Drawn {
  const titles = [...new Set(panels.flatMap(({ lines }) => lines.map(({ title }) => title)))];
  const planned = [...new Set(panels.flatMap((panel) => panel.diagonal ?? []))];
  const inLegend = titles.length + planned.length;
  const legendHeight = Math.ceil(inLegend / LEGEND_COLUMNS[frame.name]) * LEGEND_ROW_HEIGHT + 10;
  const { boxes, height } = layOut(frame, panels.length, PANEL_HEIGHT, legendHeight);
  const boxAt = (index: number): Box => boxes[index] as Box;
  const name = { nameTextStyle: { color: theme.muted, fontSize: FONT_SIZE - 1 } };
  const option: EChartsOption = {
    animation: false,
    textStyle: { fontFamily: FONT, fontSize: FONT_SIZE, color: theme.ink },
    legend: legendsOf(titles, planned, frame, theme),
    title: panels.map(({ title }, index) => ({
      text: title,
      left: boxAt(index).left + AXIS_WIDTH - 5,
      top: boxAt(index).top,
      textStyle: { fontSize: FONT_SIZE + 1, fontWeight: 600, color: theme.ink },
    })),
    grid: panels.map((_, index) => ({
      left: boxAt(index).left + AXIS_WIDTH,
      top: boxAt(index).top + TITLE_HEIGHT,
      width: boxAt(index).width - AXIS_WIDTH - 14,
      height: PANEL_HEIGHT - TITLE_HEIGHT - AXIS_HEIGHT,
    })),
    xAxis: panels.map(({ xName, lines }, gridIndex) => ({
      gridIndex,
      type: 'value',
      min: 0,
      max: roundedUp(Math.max(...lines.flatMap(({ points }) => points.map(({ x }) => x)))),
      name: xName,
      nameLocation: 'middle',
      nameGap: 30,
      splitNumber: 4,
      axisLabel: axisLabel(theme),
      axisLine: { show: true, lineStyle: { color: theme.muted } },
      splitLine: { show: false },
      ...name,
    })),
    yAxis: panels.map(({ isLog }, gridIndex) => ({
      gridIndex,
      type: isLog ? 'log' : 'value',
      ...reachOf(panels.filter((panel) => panel.isLog === isLog)),
      splitNumber: 5,
      axisLabel: axisLabel(theme),
      splitLine: { lineStyle: { color: theme.rule } },
    })),
    series: panels.flatMap((panel, index) => seriesOf(panel, index, looks, theme)),
  };
  return { option, height };
}
