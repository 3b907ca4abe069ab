/**
 * The two kinds of panels that the dashboard is made of, with what all of a kind have in common: a tile says how it is now,
 * a graph how it came to be.
 */
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

/** Whichever Prometheus was chosen at the top of the dashboard. */
export const DATASOURCE = { type: 'prometheus', uid: '$datasource' } as const;

const GRAPH_ROWS = 8;
const TILE_ROWS = 4;

/** A grey that white text can be read on. */
const IDLE = '#55606e';

/** A query and the name of its series; `{{label}}` is the value of a label. */
export interface Line {
  readonly query: string;
  readonly legend: string;
  /** Drawn dashed and unfilled: a limit, not a measurement. */
  readonly limit?: true;
  readonly color?: string;
}

interface PanelText {
  readonly title: string;
  /** Behind the (i): what is shown, and what to make of it. */
  readonly description: string;
  readonly unit: string;
  /** Columns. */
  readonly width: number;
}

/** From which value on a tile or a graph takes which colour; below the first it is green. */
export interface Steps {
  readonly orange?: number;
  readonly red?: number;
  /** A low value is the bad one: red below `red`, orange below `orange`, else green. */
  readonly fallsShort?: true;
}

function thresholds({ orange, red, fallsShort }: Steps): dashboard.ThresholdsConfigBuilder {
  const at = (color: string, value: number | null | undefined) =>
    value === undefined ? [] : [{ color, value }];
  const steps = fallsShort
    ? [...at('red', null), ...at('orange', red), ...at('green', orange)]
    : [...at('green', null), ...at('orange', orange), ...at('red', red)];
  return new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps(steps);
}

function target(line: Line, index: number): prometheus.DataqueryBuilder {
  return new prometheus.DataqueryBuilder()
    .refId(String.fromCharCode('A'.charCodeAt(0) + index))
    .datasource(DATASOURCE)
    .editorMode(prometheus.QueryEditorMode.Code)
    .expr(line.query)
    .legendFormat(line.legend);
}

interface Tile extends PanelText {
  readonly query: string;
  /** Shown with `show: 'names'`, one tile a series. */
  readonly legend?: string;
  readonly show?: 'values' | 'names';
  readonly height?: number;
  readonly decimals?: number;
  readonly steps?: Steps;
  readonly words?: readonly { readonly value: number; readonly text: string; readonly color: string }[];
  /** In place of a number where there is none: no series, or the quantile of nothing. */
  readonly nothing: string;
}

/** The present value; the graphs have the past. An instant query, so that what was is never shown as what is. */
export function tile(options: Tile): stat.PanelBuilder {
  const {
    query,
    legend = '',
    show = 'values',
    height = TILE_ROWS,
    steps = {},
    words = [],
    nothing,
  } = options;
  const nan: dashboard.ValueMapping = {
    type: dashboard.MappingType.SpecialValue,
    options: {
      match: dashboard.SpecialValueMatch.NullAndNan,
      result: { text: nothing, color: IDLE, index: 0 },
    },
  };
  const spelled: dashboard.ValueMapping[] = words.map(({ value, text, color }, index) => ({
    type: dashboard.MappingType.ValueToText,
    options: { [value]: { text, color, index: index + 1 } },
  }));
  const panel = new stat.PanelBuilder()
    .title(options.title)
    .description(options.description)
    .datasource(DATASOURCE)
    .span(options.width)
    .height(height)
    .unit(options.unit)
    .noValue(nothing)
    .mappings([nan, ...spelled])
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Thresholds))
    .thresholds(thresholds(steps))
    .graphMode(common.BigValueGraphMode.None)
    .colorMode(common.BigValueColorMode.Background)
    .textMode(show === 'names' ? common.BigValueTextMode.Name : common.BigValueTextMode.Value)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['last']))
    .withTarget(target({ query, legend }, 0).instant());
  return options.decimals === undefined ? panel : panel.decimals(options.decimals);
}

interface Graph extends PanelText {
  readonly lines: readonly Line[];
  readonly stacked?: true;
  /** Colours by name of series, for those that always mean the same. */
  readonly colors?: Readonly<Record<string, string>>;
  /** Where it begins to be bad; drawn as a dashed line. */
  readonly steps?: Steps;
}

export function graph(options: Graph): timeseries.PanelBuilder {
  const { lines, stacked, colors = {}, steps } = options;
  const panel = new timeseries.PanelBuilder()
    .title(options.title)
    .description(options.description)
    .datasource(DATASOURCE)
    .span(options.width)
    .height(GRAPH_ROWS)
    .unit(options.unit)
    .noValue('Nothing to show')
    .min(0)
    .lineWidth(1)
    .fillOpacity(stacked ? 60 : 10)
    .gradientMode(stacked ? common.GraphGradientMode.None : common.GraphGradientMode.Opacity)
    .showPoints(common.VisibilityMode.Never)
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.PaletteClassicByName))
    .tooltip(
      new common.VizTooltipOptionsBuilder()
        .mode(common.TooltipDisplayMode.Multi)
        .sort(common.SortOrder.Descending),
    )
    .legend(
      new common.VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(common.LegendDisplayMode.Table)
        .placement(common.LegendPlacement.Bottom)
        .calcs(['lastNotNull', 'max']),
    );
  if (stacked) panel.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal));
  if (steps !== undefined) {
    const dashed = new common.GraphThresholdsStyleConfigBuilder().mode(
      common.GraphThresholdsStyleMode.Dashed,
    );
    panel.thresholds(thresholds(steps)).thresholdsStyle(dashed);
  }
  for (const [name, color] of Object.entries(colors)) panel.overrideByName(name, [colored(color)]);
  for (const [index, line] of lines.entries()) {
    const query = target(line, index).range();
    panel.withTarget(query);
    if (line.limit) panel.overrideByQuery(query.build().refId as string, LIMIT);
    if (line.color) panel.overrideByQuery(query.build().refId as string, [colored(line.color)]);
  }
  return panel;
}

function colored(color: string): dashboard.DynamicConfigValue {
  return { id: 'color', value: { mode: 'fixed', fixedColor: color } };
}

const LIMIT: dashboard.DynamicConfigValue[] = [
  { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 6] } },
  { id: 'custom.fillOpacity', value: 0 },
  { id: 'custom.stacking', value: { mode: 'none' } },
];
