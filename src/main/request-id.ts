/**
 * The ids of requests. Main thread, hot path: an id costs two concatenations where a random UUID cost a tenth of all
 * that is done for a reply in JavaScript.
 *
 * The first 88 bits are drawn at random once, which tells instances apart; the last 32 count, in an order that looks like
 * none. The form is that of a version 4 UUID (RFC 9562, section 5.4). Not for secrets: who has seen one can guess others.
 */
import { randomUUID } from 'node:crypto';
import type { RequestId } from '../protocols/dialect.js';

/** By 16 bits. */
const HEX = Array.from({ length: 65_536 }, (_, word) => word.toString(16).padStart(4, '0'));
const COUNTED_CHARACTERS = 8;
/** Odd, so that multiplying by it is a bijection of 32 bits: no id comes twice before all have come. */
const SCATTER = 0x9e3779b1;

let uuidStart = '';
let hexStart = '';
let count = 0;

/** Once at the start, and again when all the others of a start have been given out. */
function begin(): void {
  uuidStart = randomUUID().slice(0, -COUNTED_CHARACTERS);
  hexStart = uuidStart.replaceAll('-', '');
}

export function nextRequestId(): RequestId {
  if (count === 0) begin();
  count = (count + 1) >>> 0;
  const scattered = Math.imul(count, SCATTER);
  const end = (HEX[scattered >>> 16] as string) + (HEX[scattered & 0xffff] as string);
  return { uuid: uuidStart + end, hex: hexStart + end };
}
