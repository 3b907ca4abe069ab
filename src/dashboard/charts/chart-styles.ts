/**
 * The colours and dashes of answers by status and of refusals by reason. Pure data.
 */
import type { RejectionReason, Status } from '../../shared/labels.js';

/** Names of the variables in palette.css that series are drawn in. */
export const SERIES_COLORS = ['blue', 'amber', 'red', 'purple', 'teal', 'gray'] as const;
export type SeriesColor = (typeof SERIES_COLORS)[number];

/** Lines of one colour are told apart by their dashes. */
export type Dash = 'solid' | 'dashed' | 'dotted' | 'dashDotted';

/** Strokes and gaps, in pixels. */
export const DASHES: Readonly<Record<Dash, readonly number[]>> = {
  solid: [],
  dashed: [6, 4],
  dotted: [2.5, 2.5],
  dashDotted: [7, 3, 2, 3],
};

/** Calm where it is well, red where the server was full, amber where the client was wrong. */
export const STATUS_STYLES: Readonly<Record<Status, readonly [SeriesColor, Dash]>> = {
  200: ['blue', 'solid'],
  400: ['amber', 'solid'],
  401: ['amber', 'dashed'],
  403: ['gray', 'dotted'],
  404: ['amber', 'dotted'],
  405: ['amber', 'dashDotted'],
  413: ['purple', 'dashed'],
  415: ['purple', 'dashDotted'],
  421: ['gray', 'dotted'],
  429: ['red', 'dashDotted'],
  500: ['purple', 'dotted'],
  502: ['purple', 'dashDotted'],
  503: ['red', 'solid'],
  504: ['purple', 'dashDotted'],
  529: ['red', 'dashed'],
  other: ['gray', 'dotted'],
};

/** As the statuses that they are answered with. */
export const REASON_STYLES: Readonly<Record<RejectionReason, readonly [SeriesColor, Dash]>> = {
  capacity: ['red', 'solid'],
  queue_timeout: ['purple', 'dashDotted'],
  rate_limit: ['purple', 'solid'],
  starting: ['gray', 'dotted'],
  draining: ['red', 'dashed'],
  unauthorized: ['amber', 'dashed'],
  body_too_large: ['purple', 'dashed'],
  invalid_request: ['amber', 'solid'],
  not_found: ['amber', 'dotted'],
  method_not_allowed: ['amber', 'dashDotted'],
  misdirected: ['gray', 'dotted'],
  memory: ['red', 'dotted'],
  connections: ['red', 'dashDotted'],
  internal_error: ['purple', 'dotted'],
};
