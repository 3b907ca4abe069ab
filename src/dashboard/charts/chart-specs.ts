/**
 * Owns which charts there are, what each shows, and how each figure comes from the rows. Browser, plain data.
 */
import { REJECTION_REASONS, STATUSES, type Status } from '../../shared/labels.js';
import { type LiveColumn, reasonColumn, statusColumn } from '../../shared/live-protocol.js';
import type { Sample } from '../data/history.js';
import { perSecond } from '../data/rates.js';
import {
  LATE_LAG_SECONDS,
  LATE_LATENESS_SECONDS,
  STRAINED_LAG_SECONDS,
  STRAINED_LATENESS_SECONDS,
} from '../judge/punctuality.js';
import type { TextKey } from '../words/texts.js';
import { type Dash, REASON_STYLES, type SeriesColor, STATUS_STYLES } from './chart-styles.js';

/** How the figures of a chart are written. */
export type Unit = 'count' | 'rate' | 'time' | 'seconds' | 'bytes';

export interface SeriesSpec {
  /** The key of its name, or the name itself where it is a number. */
  readonly name: TextKey | Exclude<Status, 'other'>;
  readonly color: SeriesColor;
  readonly dash: Dash;
  /** The area below is tinted. */
  readonly isArea?: boolean;
  /** In words only. */
  readonly isHidden?: boolean;
  /** NaN where nothing is known. */
  readonly value: (sample: Sample, before: Sample | undefined) => number;
}

/** From here on upwards the plot is tinted: `strained`, and above its second value `late`. */
type Bands = readonly [strained: number, late: number];

export interface ChartSpec {
  readonly id: string;
  readonly title: TextKey;
  readonly empty: TextKey;
  /** Where the figures do not say it themselves. */
  readonly unitText?: TextKey;
  readonly unit: Unit;
  /** From a tenth of a millisecond, in decades. */
  readonly isLog?: boolean;
  /** What the scale reaches at least. */
  readonly atLeast: number;
  readonly bands?: Bands;
  readonly series: readonly SeriesSpec[];
  /** Only series that had a figure above zero are shown, and none without one. */
  readonly isSparse?: boolean;
}

const cell =
  (column: LiveColumn) =>
  ({ row }: Sample): number =>
    row[column];
const rate =
  (column: LiveColumn) =>
  (sample: Sample, before: Sample | undefined): number =>
    perSecond(before, sample, column);

const line = (
  name: SeriesSpec['name'],
  color: SeriesColor,
  value: SeriesSpec['value'],
  more: Partial<SeriesSpec> = {},
): SeriesSpec => ({ name, color, dash: 'solid', value, ...more });

/** The order is that of the questions: how much, on time or not, streams, clients and memory. */
export const CHARTS: readonly ChartSpec[] = [
  {
    id: 'inFlight',
    title: 'chart.inFlight',
    empty: 'chart.inFlight.empty',
    unitText: 'unit.requests',
    unit: 'count',
    atLeast: 1,
    series: [
      line('series.active', 'blue', cell('active'), { isArea: true }),
      line('series.cap', 'gray', cell('slotsMax'), { dash: 'dashed' }),
      line('series.free', 'gray', ({ row }) => Math.max(0, row.slotsMax - row.active), { isHidden: true }),
    ],
  },
  {
    id: 'answers',
    title: 'chart.answers',
    empty: 'chart.answers.empty',
    unitText: 'unit.perSecond',
    unit: 'rate',
    atLeast: 1,
    isSparse: true,
    series: STATUSES.map((status) => {
      const [color, dash] = STATUS_STYLES[status];
      return line(status === 'other' ? 'status.other' : status, color, rate(statusColumn(status)), {
        dash,
        isArea: status === 200,
        // More lines than that cannot be told apart.
        isHidden: status === 415 || status === 421 || status === 504 || status === 'other',
      });
    }),
  },
  {
    id: 'refused',
    title: 'chart.refused',
    empty: 'chart.refused.empty',
    unitText: 'unit.perSecond',
    unit: 'rate',
    atLeast: 1,
    isSparse: true,
    series: REJECTION_REASONS.map((reason) => {
      const [color, dash] = REASON_STYLES[reason];
      return line(`reason.${reason}`, color, rate(reasonColumn(reason)), {
        dash,
        isArea: reason === 'capacity',
        // More lines than that cannot be told apart.
        isHidden: reason === 'starting' || reason === 'misdirected',
      });
    }),
  },
  {
    id: 'lateness',
    title: 'chart.lateness',
    empty: 'chart.lateness.empty',
    unitText: 'unit.time',
    unit: 'time',
    isLog: true,
    atLeast: 0.1,
    bands: [STRAINED_LATENESS_SECONDS, LATE_LATENESS_SECONDS],
    series: [
      line('series.answersP50', 'blue', cell('replyLatenessP50Seconds'), { dash: 'dotted' }),
      line('series.answersP99', 'blue', cell('replyLatenessP99Seconds')),
      line('series.tokensP50', 'teal', cell('tokenLatenessP50Seconds'), { dash: 'dotted' }),
      line('series.tokensP99', 'teal', cell('tokenLatenessP99Seconds')),
      line('series.unreadP99', 'purple', cell('unreadP99Seconds'), { dash: 'dashed' }),
    ],
  },
  {
    id: 'lag',
    title: 'chart.lag',
    empty: 'chart.lag.empty',
    unitText: 'unit.time',
    unit: 'time',
    isLog: true,
    atLeast: 0.1,
    bands: [STRAINED_LAG_SECONDS, LATE_LAG_SECONDS],
    series: [line('series.lag', 'purple', cell('eventLoopLagSeconds'))],
  },
  {
    id: 'cpu',
    title: 'chart.cpu',
    empty: 'chart.cpu.empty',
    unitText: 'unit.cores',
    unit: 'rate',
    atLeast: 1,
    series: [
      line('series.cpu', 'purple', rate('cpuSeconds'), { isArea: true }),
      line('series.oneThread', 'gray', () => 1, { dash: 'dashed' }),
    ],
  },
  {
    id: 'firstToken',
    title: 'chart.firstToken',
    empty: 'chart.firstToken.empty',
    unit: 'seconds',
    atLeast: 0.01,
    series: [
      line('series.p50', 'teal', cell('firstTokenP50Seconds'), { dash: 'dotted' }),
      line('series.p99', 'teal', cell('firstTokenP99Seconds')),
    ],
  },
  {
    id: 'streams',
    title: 'chart.streams',
    empty: 'chart.streams.empty',
    unit: 'count',
    atLeast: 1,
    isSparse: true,
    series: [line('series.streams', 'teal', cell('activeStreams'), { isArea: true })],
  },
  {
    id: 'output',
    title: 'chart.output',
    empty: 'chart.output.empty',
    unitText: 'unit.perSecond',
    unit: 'rate',
    atLeast: 1,
    isSparse: true,
    series: [
      line('series.events', 'teal', rate('streamEvents'), { isArea: true }),
      line('series.tokens', 'amber', rate('completionTokens')),
    ],
  },
  {
    id: 'connections',
    title: 'chart.connections',
    empty: 'chart.connections.empty',
    unit: 'count',
    atLeast: 1,
    series: [
      line('series.connections', 'blue', cell('connections'), { isArea: true }),
      line('series.viewers', 'gray', cell('viewers'), { isHidden: true }),
    ],
  },
  {
    id: 'left',
    title: 'chart.left',
    empty: 'chart.left.empty',
    unitText: 'unit.perSecond',
    unit: 'rate',
    atLeast: 1,
    isSparse: true,
    series: [
      line('series.disconnects', 'amber', rate('disconnects')),
      line('series.injected', 'purple', rate('injectedFaults'), { dash: 'dotted' }),
      line('series.stalled', 'red', rate('stalledStreams'), { dash: 'dashed' }),
    ],
  },
  {
    id: 'memory',
    title: 'chart.memory',
    empty: 'chart.memory.empty',
    unit: 'bytes',
    atLeast: 1,
    series: [
      line('series.used', 'blue', cell('memoryUsedBytes'), { isArea: true }),
      line('series.limit', 'gray', cell('memoryTotalBytes'), { dash: 'dashed' }),
    ],
  },
];
