// Owns: how bars are drawn: a panel a step, a bar a server with its name, its median, and a whisker from the least
// to the most of its rounds. Must never: start a bar anywhere but at zero.

import type { CustomSeriesRenderItem, EChartsOption } from 'echarts';
import type { Bar, BarPanel } from './chart.js';
import { type Box, FONT, FONT_SIZE, type Frame, type Look, layOut, type Theme } from './chart-look.js';
import { formatShown } from './format.js';
import { OURS } from './summary.js';

const TITLE_HEIGHT = 30;
const AXIS_HEIGHT = 26;
const ROW_HEIGHT = 27;
const BAR_HEIGHT = 15;
/** Room for the names of servers, in both frames. */
const NAMES_WIDTH = 128;
/** Part of the axis that is kept free for the figures behind the bars. */
const FREE_SHARE = 0.26;

export interface Drawn {
  readonly option: EChartsOption;
  readonly height: number;
}

/** A bar, its whisker and its figure, as shapes; coordinates are those of the panel. */
function renderBar(panel: BarPanel, looks: ReadonlyMap<string, Look>, theme: Theme): CustomSeriesRenderItem {
  return (params, api) => {
    const bar = panel.bars[params.dataIndex] as Bar;
    const index = params.dataIndex;
    const [zeroX = 0, y = 0] = api.coord([0, index]);
    const text = (x: number, content: string, fill: string, weight: 'normal' | 'bold') => ({
      type: 'text' as const,
      style: {
        text: content,
        x: x + 7,
        y,
        fill,
        font: `${weight} ${FONT_SIZE}px ${FONT}`,
        verticalAlign: 'middle' as const,
      },
    });
    if (bar.spread === null) return text(zeroX, bar.remark, theme.muted, 'normal');
    const xOf = (value: number): number => api.coord([value, index])[0] ?? 0;
    const { median, min, max } = bar.spread;
    const [endX, lowX, highX] = [xOf(Math.max(0, median)), xOf(Math.max(0, min)), xOf(Math.max(0, max))];
    const line = (x1: number, y1: number, x2: number, y2: number) => ({
      type: 'line' as const,
      shape: { x1, y1, x2, y2 },
      style: { stroke: theme.ink, lineWidth: 1.2, opacity: 0.75 },
    });
    const top = y - BAR_HEIGHT / 2;
    return {
      type: 'group' as const,
      children: [
        {
          type: 'rect' as const,
          shape: { x: zeroX, y: top, width: Math.max(1, endX - zeroX), height: BAR_HEIGHT, r: [0, 2, 2, 0] },
          style: { fill: looks.get(bar.server)?.colour ?? theme.muted },
        },
        ...(highX - lowX < 1
          ? []
          : [line(lowX, y, highX, y), line(lowX, y - 3, lowX, y + 3), line(highX, y - 3, highX, y + 3)]),
        text(
          Math.max(endX, highX),
          formatShown(panel.figure, median) + (bar.remark === '' ? '' : `  ${bar.remark}`),
          theme.ink,
          bar.server === OURS ? 'bold' : 'normal',
        ),
      ],
    };
  };
}

function xMax(panel: BarPanel): number {
  const most = Math.max(0, ...panel.bars.map(({ spread }) => spread?.max ?? 0));
  return most === 0 ? 1 : most / (1 - FREE_SHARE);
}

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** The drawing of all panels in one frame. */
export function drawBars(
  panels: readonly BarPanel[],
  frame: Frame,
  looks: ReadonlyMap<string, Look>,
  theme: Theme,
): Drawn {
  const rowsMax = Math.max(...panels.map(({ bars }) => bars.length));
  const { boxes, height } = layOut(
    frame,
    panels.length,
    TITLE_HEIGHT + rowsMax * ROW_HEIGHT + AXIS_HEIGHT,
    0,
  );
  const boxAt = (index: number): Box => boxes[index] as Box;
  const option: EChartsOption = {
    animation: false,
    textStyle: { fontFamily: FONT, fontSize: FONT_SIZE, color: theme.ink },
    title: panels.map(({ title }, index) => ({
      text: title,
      left: boxAt(index).left - 5,
      top: boxAt(index).top,
      textStyle: { fontSize: FONT_SIZE + 1, fontWeight: 600, color: theme.ink },
    })),
    grid: panels.map(({ bars }, index) => ({
      left: boxAt(index).left + NAMES_WIDTH,
      top: boxAt(index).top + TITLE_HEIGHT,
      width: boxAt(index).width - NAMES_WIDTH,
      height: bars.length * ROW_HEIGHT,
    })),
    xAxis: panels.map((panel, gridIndex) => ({
      gridIndex,
      type: 'value',
      min: 0,
      max: xMax(panel),
      splitNumber: 3,
      axisLabel: {
        color: theme.muted,
        fontSize: FONT_SIZE - 1,
        showMaxLabel: false,
        formatter: (value: number) => compact.format(value),
      },
      splitLine: { showMaxLine: false, lineStyle: { color: theme.rule } },
    })),
    yAxis: panels.map(({ bars }, gridIndex) => ({
      gridIndex,
      type: 'category',
      inverse: true,
      data: bars.map(({ title }) => title),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.muted } },
      axisLabel: {
        color: (_title: string | number | undefined, index: number | undefined) =>
          bars[index ?? -1]?.server === OURS ? theme.ours : theme.ink,
        fontSize: FONT_SIZE,
        width: NAMES_WIDTH - 12,
        overflow: 'break',
        lineHeight: FONT_SIZE,
      },
    })),
    series: panels.map((panel, index) => ({
      type: 'custom',
      silent: true,
      clip: false,
      xAxisIndex: index,
      yAxisIndex: index,
      data: panel.bars.map(({ spread }, row) => [spread?.median ?? 0, row]),
      renderItem: renderBar(panel, looks, theme),
    })),
  };
  return { option, height };
}
