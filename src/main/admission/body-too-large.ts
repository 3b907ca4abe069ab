/**
 * What whoever sends a body above MAX_BODY_BYTES is told: which setting refused it, and which value of it would do. Pure.
 */
import { BODY_BYTES_MAX } from '../../config/settings/server.js';
import { sizeText, sizeWords } from '../../config/values/size.js';
import { type ApiError, apiError, ERROR_KINDS } from '../../shared/errors.js';

/** What is proposed: whoever sends more than the default sends documents, images or a history, and soon more of them. */
const STEPS: readonly number[] = [4_194_304, 16_777_216, BODY_BYTES_MAX];

/** `bytes` is the length of the body, null where all that is known is that it is longer than `bodyBytesMax`. */
export function bodyTooLarge(bytes: number | null, bodyBytesMax: number): ApiError {
  const limit = sizeWords(bodyBytesMax);
  const found =
    bytes === null
      ? `is longer than MAX_BODY_BYTES, which is ${limit}`
      : `has ${bytes} bytes, but MAX_BODY_BYTES is ${limit}`;
  return apiError(ERROR_KINDS.bodyTooLarge, `The request body ${found}${advice(bytes, bodyBytesMax)}`);
}

function advice(bytes: number | null, bodyBytesMax: number): string {
  const enough = STEPS.find((step) => step > bodyBytesMax && step >= (bytes ?? 0));
  if (enough !== undefined) return `; ${sizeText(enough)} ${bytes === null ? 'may' : 'would'} do.`;
  return bodyBytesMax === BODY_BYTES_MAX
    ? ', and cannot be more.'
    : `; the most that it can be is ${sizeText(BODY_BYTES_MAX)}.`;
}
