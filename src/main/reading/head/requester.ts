/**
 * Names who asks for what, for faults that are counted: short texts, so that the counts are bounded in bytes, and without the key
 * itself, which is nobody's to read. Main thread; only where faults are counted.
 */
import { createHash } from 'node:crypto';
import { keyOf } from '../../admission/request-key.js';
import type { RequestHead } from '../../transport/transport.js';

/** Whoever sends the API key of this request; the empty string where there is none. */
export function callerOf(head: RequestHead): string {
  const key = keyOf(head);
  return key === '' ? '' : createHash('sha256').update(key).digest('base64');
}

/** `model` is the name as the client wrote it, which no API lets be long; `caller` is what `callerOf` gave. */
export function requesterOf(model: string, caller: string): string {
  return `${caller} ${model}`;
}
