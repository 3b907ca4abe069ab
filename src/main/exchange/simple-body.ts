/**
 * Which long bodies are read at once all the same: a prompt of many pages is one long string, which takes about a millisecond, while
 * a worker would have to be waited for, with the body in memory. Main thread.
 *
 * What JSON.parse takes depends on the values. They are counted first, by one look at each byte: 0.2 to 0.6 milliseconds for the
 * longest (2026-11-27).
 */
import { measure } from '../../protocols/request/body/json-bounds.js';
import { INLINE_BYTES_MAX } from '../admission/memory-budget.js';

/** A longer one is always read by a worker. */
export const SIMPLE_BYTES_MAX = 262_144;
/** Of values that take time: a conversation of some hundred messages has no more. */
const SIMPLE_VALUES_MAX = 1_024;

/** Whether a whole body is to be read at once. */
export function isReadAtOnce(body: Buffer): boolean {
  if (body.length <= INLINE_BYTES_MAX) return true;
  return body.length <= SIMPLE_BYTES_MAX && measure(body).values <= SIMPLE_VALUES_MAX;
}
