/**
 * Writes faults in the grammar that they can be parsed from again. Pure.
 */
import { DURATION, formatValue } from '../distributions/quantity.js';
import { type Fault, type FaultMix, type FaultTurn, PLAIN_FAULT } from './fault.js';
import { FAULT_ROWS, type FaultArgument } from './kinds.js';

/** Decimals of a percentage, as many as may be written. */
const PERCENT_DECIMALS = 3;

/** The one text of a mix: no blanks, small letters, nothing that holds anyway. */
export function formatFaults({ rules }: FaultMix): string {
  if (rules.length === 0) return 'none';
  return rules.map(({ turn, fault }) => formatTurn(turn) + formatFault(fault)).join(',');
}

function formatTurn(turn: FaultTurn): string {
  if (turn.by !== 'share') return `${turn.by}(${turn.count}):`;
  return turn.share === 1 ? '' : `${formatPercent(turn.share)}:`;
}

function formatPercent(share: number): string {
  return `${Number((share * 100).toFixed(PERCENT_DECIMALS))}%`;
}

/** One fault without its turn. */
function formatFault(fault: Fault): string {
  const name = fault.kind === 'status' ? String(fault.status) : fault.kind;
  const takes: readonly FaultArgument[] = FAULT_ROWS[fault.kind].takes;
  const words = takes.map((argument) => formatArgument(argument, fault)).filter((word) => word !== '');
  return words.length === 0 ? name : `${name}(${words.join(',')})`;
}

function formatArgument(argument: FaultArgument, fault: Fault): string {
  switch (argument) {
    case 'late':
    case 'quota':
    case 'html':
      return fault[argument] ? argument : '';
    case 'reset':
      return fault.byReset ? argument : '';
    case 'retry-after':
      return fault.retryAfterMs === null ? '' : `retry-after=${duration(fault.retryAfterMs)}`;
    case 'status':
      return fault.status === PLAIN_FAULT.status ? '' : `status=${fault.status}`;
    case 'at':
      if (fault.tokens !== null) return `tokens=${fault.tokens}`;
      return fault.share === PLAIN_FAULT.share ? '' : `at=${formatPercent(fault.share)}`;
    case 'time':
      return fault.forMs === null ? '' : duration(fault.forMs);
    case 'factor':
      return String(fault.factor);
  }
}

function duration(ms: number): string {
  return formatValue(DURATION, ms);
}
