/**
 * Unpacks small bodies at once, on the main thread: a worker would take longer to be asked. Others are left to one.
 */
import { type ApiError, apiError, ERROR_KINDS } from '../../shared/errors.js';
import { notPacked, type Packing, unpack } from '../../workers/packing.js';
import { INLINE_BYTES_MAX } from '../admission/memory-budget.js';
import type { ExchangeContext } from '../replying/exchange-context.js';

/** As it came. What it may come to is INLINE_BYTES_MAX, which takes a tenth of a millisecond. */
export const UNPACKED_AT_ONCE_BYTES_MAX = 16_384;

/** The body, or why it is refused; null where it is longer than what is read at once. */
export function unpackSmall(
  body: Buffer,
  packing: Packing,
  { bodyBytesMax, refusals }: Pick<ExchangeContext, 'bodyBytesMax' | 'refusals'>,
): Buffer | ApiError | null {
  const unpacked = unpack(body, packing, Math.min(bodyBytesMax, INLINE_BYTES_MAX));
  if (unpacked === 'broken') return apiError(ERROR_KINDS.malformedBody, notPacked(packing));
  if (unpacked !== 'too large') return unpacked;
  return bodyBytesMax <= INLINE_BYTES_MAX ? refusals.bodyTooLarge : null;
}
