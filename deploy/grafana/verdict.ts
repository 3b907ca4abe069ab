/**
 * The one question of the dashboard as one number: is it the mock that is slow, or what is tested with it? Pure.
 */
import { feltLateness, highest, increase } from './queries.js';

/** From here on what the mock itself adds is no longer small beside what a client measures. */
export const LATE_SECONDS = 0.05;
/** So long nothing at all may be done for anyone, whether somebody asked or not. */
export const HELD_UP_SECONDS = 0.1;

/** 1 where it refuses for want of slots, 2 where it is late, 3 where both; a comparison with NaN, as when idle, gives 0. */
export const VERDICTS = [
  { value: 0, text: 'The mock keeps time', color: 'green' },
  { value: 1, text: 'The mock is full: it refuses', color: 'orange' },
  { value: 2, text: 'The mock is late: it is the bottleneck', color: 'red' },
  { value: 3, text: 'The mock is late and full', color: 'red' },
] as const;

/** Of the worst of the chosen instances. */
export function verdictQuery(): string {
  const late = (metric: string): string => `max(${feltLateness(0.99, metric)} > bool ${LATE_SECONDS})`;
  const latenesses = ['llm_mock_delay_lateness_seconds', 'llm_mock_inter_token_lateness_seconds'].map(late);
  const heldUp = `max(${highest('llm_mock_event_loop_lag_seconds')} > bool ${HELD_UP_SECONDS})`;
  const refuses = `max(${increase('llm_mock_rejected_total', 'reason="capacity"')} > bool 0)`;
  return `${refuses} + 2 * clamp_max(${[...latenesses, heldUp].join(' + ')}, 1)`;
}
