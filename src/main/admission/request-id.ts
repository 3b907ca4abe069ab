/**
 * The ids of requests. Main thread, hot path: an id costs one small object where a random UUID, and taking the
 * dashes out of it, was the largest single part of what a reply costs in JavaScript.
 *
 * The first 88 bits are drawn at random once, which tells instances apart; the last 32 count, in an order that does not
 * look like one. The form is that of a version 4 UUID (RFC 9562, section 5.4). Not for secrets: who has seen one can guess
 * others.
 */
import { randomInt, randomUUID } from 'node:crypto';
import { type IdStart, RequestId } from '../../protocols/contract/request-id.js';

/** Two digits each; a larger table would not stay in the processor's cache. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const HIGH_COUNT = 2 ** 24;
/** Odd, so that multiplying by one is a bijection: no id comes twice before all have come. */
const SCATTER_HIGH = 0x9e3779b1;
const SCATTER_LOW = 0x9d;
const RANDOM_CHARACTERS = 28;

/** Behind these, where several threads serve, two say which of them gave the id. */
const PROCESS_CHARACTERS = RANDOM_CHARACTERS - 2;

let random = '';
/** What all threads of this process have in common; empty where one serves. */
let shared = '';
let high = 0;
let low = HEX.length;
let start: IdStart = { uuid: '', hex: '' };

/** Once every 256 ids: counts the other three bytes of the count on, and draws anew when they are used up. */
function advance(): void {
  if (high === 0) random = randomUUID().slice(0, RANDOM_CHARACTERS);
  const scattered = (Math.imul(high, SCATTER_HIGH) >>> 0) % HIGH_COUNT;
  const uuid = `${random}${scattered.toString(16).padStart(6, '0')}`;
  start = { uuid, hex: uuid.replaceAll('-', '') };
  high = (high + 1) % HIGH_COUNT;
  low = 0;
}

export function nextRequestId(): RequestId {
  if (low === HEX.length) advance();
  const end = HEX[(low * SCATTER_LOW) & 0xff] as string;
  low++;
  return new RequestId(start, end);
}

/** What the ids of all threads of this process begin with, drawn when it is first asked for: one for all servers of the process. */
export function drawIdStart(): string {
  shared ||= randomUUID().slice(0, PROCESS_CHARACTERS);
  return shared;
}

/**
 * Where several threads serve: `start` is what `drawIdStart` gave to all of them. A thread that is started again begins at another count
 * than the one before it, which was drawn as well.
 */
export function shareIds(start: string, thread: number): void {
  shared = start;
  random = shared + (HEX[thread] as string);
  high = randomInt(1, HIGH_COUNT);
  low = HEX.length;
}

/** Whether this process gives such ids to requests. */
export function isOwnId(uuid: string): boolean {
  return (
    uuid.length === RANDOM_CHARACTERS + 8 &&
    (uuid.startsWith(random) || (shared !== '' && uuid.startsWith(shared)))
  );
}

/** The thread that gave the id of a request, where several serve; null where that is none of ours. */
export function threadOfId(uuid: string): number | null {
  if (shared === '' || !isOwnId(uuid)) return null;
  return Number.parseInt(uuid.slice(PROCESS_CHARACTERS, RANDOM_CHARACTERS), 16);
}
