// Owns: charts as SVG texts, by ECharts on the server. Must never: leave a chart undisposed: its timers keep the
// process.

import * as echarts from 'echarts';
import type { Chart } from './chart.js';
import { drawBars } from './chart-bars.js';
import { drawLines } from './chart-lines.js';
import { DARK, FRAMES, LIGHT, looksOf } from './chart-look.js';
import type { Summary } from './summary.js';

export interface ChartVariant {
  readonly scheme: 'light' | 'dark';
  readonly frame: 'wide' | 'narrow';
  /** Scales with the page. */
  readonly svg: string;
}

function render(option: echarts.EChartsOption, width: number, height: number): string {
  const drawing = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    drawing.setOption(option);
    return drawing.renderToSVGString();
  } finally {
    drawing.dispose();
  }
}

/** The element and what is read aloud are the page's: what ECharts adds for scripts and for pointers is taken off. */
function bare(svg: string): string {
  return svg
    .replace(/<style\b[\s\S]*?<\/style>/g, '')
    .replace(/ (?:class|pointer-events|ecmeta_\w+)="[^"]*"/g, '')
    .replace(/^<svg width="[^"]*" height="[^"]*"/, '<svg aria-hidden="true" focusable="false"');
}

/** A chart for light and for dark, for wide pages and for phones. */
export function chartVariants(summary: Summary, { drawing }: Chart): readonly ChartVariant[] {
  const themes = [
    ['light', LIGHT],
    ['dark', DARK],
  ] as const;
  return themes.flatMap(([scheme, theme]) =>
    FRAMES.map((frame) => {
      const looks = looksOf(summary, theme);
      const { option, height } =
        drawing.kind === 'bars'
          ? drawBars(drawing.panels, frame, looks, theme)
          : drawLines(drawing.panels, frame, looks, theme);
      return { scheme, frame: frame.name, svg: bare(render(option, frame.width, height)) };
    }),
  );
}
