// Owns: colours, symbols and sizes of charts: ours has the one accent, every other server a calm tone of its own
// that it keeps in all charts. Must never: make two servers differ by colour alone: lines have symbols, bars have
// names.

import { OURS, type Summary } from './summary.js';

export interface Theme {
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly ours: string;
  readonly others: readonly string[];
}

/** Chosen to be as far apart as they can for each kind of colour blindness, and all of them far from the accent. */
export const LIGHT: Theme = {
  ink: '#1d2429',
  muted: '#5b666f',
  rule: '#e2e6e9',
  ours: '#d9480f',
  others: ['#0e3c7c', '#23865a', '#72abf4', '#c6a365', '#a2598e', '#563703', '#97adac', '#2c4546'],
};

export const DARK: Theme = {
  ink: '#e6eaed',
  muted: '#9ba7af',
  rule: '#2c3439',
  ours: '#ff8c4f',
  others: ['#7e6dad', '#7bbf8b', '#77c2ff', '#fde09a', '#c8b5bf', '#847648', '#7df0f8', '#3e8187'],
};

/** As ECharts knows them; the first is ours. */
const SYMBOLS = [
  'circle',
  'rect',
  'triangle',
  'diamond',
  'path://M0,0L10,0L5,9Z',
  'path://M3.5,0H6.5V3.5H10V6.5H6.5V10H3.5V6.5H0V3.5H3.5Z',
  'path://M2.5,0L7.5,0L10,5L7.5,10L2.5,10L0,5Z',
  'path://M0,2L2,0L5,3L8,0L10,2L7,5L10,8L8,10L5,7L2,10L0,8L3,5Z',
] as const;

export interface Look {
  readonly colour: string;
  readonly symbol: string;
}

/** The look of every server of a run, by its name. */
export function looksOf(summary: Summary, theme: Theme): ReadonlyMap<string, Look> {
  const others = summary.servers.filter(({ name }) => name !== OURS);
  const looks = new Map<string, Look>([[OURS, { colour: theme.ours, symbol: SYMBOLS[0] }]]);
  for (const [index, { name }] of others.entries()) {
    looks.set(name, {
      colour: theme.others[index % theme.others.length] ?? theme.muted,
      symbol: SYMBOLS[1 + (index % (SYMBOLS.length - 1))] ?? 'rect',
    });
  }
  return looks;
}

/**
 * A drawing for wide pages has two panels in a row, one for phones has one; both are drawn with letters of the
 * same size.
 */
export interface Frame {
  readonly name: 'wide' | 'narrow';
  readonly width: number;
  readonly panelsInRow: number;
}

export const FRAMES: readonly Frame[] = [
  { name: 'wide', width: 920, panelsInRow: 2 },
  { name: 'narrow', width: 400, panelsInRow: 1 },
];

/** Without quotes: it stands in attributes. */
export const FONT = 'system-ui, -apple-system, Roboto, Arial, sans-serif';
export const FONT_SIZE = 13;

/** Where a panel lies: the box of its title and its plot together. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const GAP = 28;

/** Boxes for panels of one height, row by row, from `top`; and the height that all of them take. */
export function layOut(
  frame: Frame,
  count: number,
  panelHeight: number,
  top: number,
): { readonly boxes: readonly Box[]; readonly height: number } {
  const inRow = Math.min(count, frame.panelsInRow);
  const width = (frame.width - GAP * (inRow - 1)) / inRow;
  const boxes = Array.from({ length: count }, (_, index) => ({
    left: (index % inRow) * (width + GAP),
    top: top + Math.floor(index / inRow) * (panelHeight + GAP),
    width,
    height: panelHeight,
  }));
  const rows = Math.ceil(count / inRow);
  return { boxes, height: top + rows * panelHeight + (rows - 1) * GAP };
}
