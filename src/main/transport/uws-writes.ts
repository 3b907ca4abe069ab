/**
 * What is written to a uWebSockets.js response, each in one cork so that it leaves in one packet. Main thread, hot path.
 *
 * Nothing that is written piece by piece may be longer than the buffer in which a cork gathers (16 KiB, headers included):
 * of a longer piece uWebSockets.js first sends what is gathered, and when the kernel does not take that, it drops the piece
 * and tells nobody (seen in the build for Node.js 20: a stream that lacked 200 of its events).
 */
import type { HttpResponse } from 'uWebSockets.js';
import { Buffer } from 'node:buffer';
import { type ReplyBody, WHOLE_BYTES_MAX } from '../../protocols/contract/reply-body.js';
import type { RequestId } from '../../protocols/contract/request-id.js';
import { keptTail } from './idle/idle-time.js';
import { statusLine } from './status-line.js';
import { type Headers, hasNoBody, type ReplyHead } from './transport.js';
import { PIECE_BYTES_MAX, sendParts, wireBody } from './uws-pieces.js';

/** Of a large reply: made at once, and written in one turn of the loop at the most. */
const SLICE_BYTES_MAX = 65_536;
const SLICES_PER_TURN_MAX = 4;
const FIRST_SLICE_BYTES_MAX = 8_192;

/** What the cork callback writes. It runs synchronously, so one set for all saves a closure a reply. */
let corked: HttpResponse;
let corkedStatus: number;
let corkedHead: ReplyHead;
let corkedId: RequestId;
let corkedBody: string | Buffer;
let corkedClose: boolean;
/** The client asked for the connection to end: uWebSockets.js ends it, but leaves it to us to say so (RFC 9112, 9.6). */
let corkedClientCloses: boolean;
let corkedExtra: Headers | undefined;
/** What the cork callback found: whether the kernel took everything. */
let corkedRoom: boolean;
/** For a reply whose body is not sent: how long it would have been. */
let corkedLength: number;
let corkedSlices: ReplyBody;
let corkedProgress: Progress;

/** Of a large reply: all has gone out, the client must read first, or there is more for another turn of the loop. */
export type Progress = 'done' | 'full' | 'more';

/** The body as it goes out in one write; null where it is too long for that, and must go out in slices. */
export function wholeBody(body: string | Buffer | ReplyBody): string | Buffer | null {
  if (body.length > WHOLE_BYTES_MAX) return null;
  if (typeof body !== 'string') return Buffer.isBuffer(body) ? body : null;
  const bytes = wireBody(body);
  return bytes.length > WHOLE_BYTES_MAX ? null : bytes;
}

/** All headers as if they were one: each that is written by itself costs a call from JavaScript into C++. */
function writeHead(): void {
  if (corkedStatus !== 200) corked.writeStatus(statusLine(corkedStatus));
  const tail = corkedClose || corkedClientCloses ? '' : keptTail();
  corked.writeHeader(corkedHead.firstName, corkedHead.stamp(corkedId, tail));
  if (corkedExtra !== undefined) {
    for (const [name, value] of corkedExtra) corked.writeHeader(name, value);
  }
}

function writeClose(): void {
  if (corkedClose || corkedClientCloses) corked.writeHeader('connection', 'close');
}

function writeReply(): void {
  writeHead();
  // If only we want it, `end` says it.
  if (corkedClientCloses) corked.writeHeader('connection', 'close');
  corked.end(corkedBody, corkedClose);
}

/** Given a length, endWithoutBody waits for a body of that length (seen in both builds); so the length is a header. */
function writeHeadOnly(): void {
  writeHead();
  // Clients that look for a body behind every length would wait for one that a 304 never has.
  if (!hasNoBody(corkedStatus)) corked.writeHeader('content-length', String(corkedLength));
  writeClose();
  corked.endWithoutBody();
}

/**
 * Writes a whole reply, its framing included, as if it were headers. To uWebSockets.js the reply is not begun, so the
 * response stays valid until `close`; by its own `end` the connection could not be closed later, for `end` gives the
 * response up. The line break that it adds behind a header counts as the last two bytes of the body: white space.
 */
function writeFramedReply(): void {
  writeHead();
  const length = Buffer.byteLength(corkedBody) + 2;
  corked.writeHeader('connection', `close\r\ncontent-length: ${length}\r\n\r\n${corkedBody}`);
}

/**
 * Writes slices until the kernel takes no more, or this turn has had its share. By `tryEnd` uWebSockets.js keeps nothing of
 * what the kernel did not take, and knows at every time how much has gone out.
 */
function writeSlices(): void {
  const { length } = corkedSlices;
  for (let left = SLICES_PER_TURN_MAX; left > 0; left--) {
    const [isTaken, isDone] = corked.tryEnd(
      corkedSlices.slice(corked.getWriteOffset(), SLICE_BYTES_MAX),
      length,
    );
    if (isDone || !isTaken) {
      corkedProgress = isDone ? 'done' : 'full';
      return;
    }
  }
  corkedProgress = 'more';
}

function writeLargeStart(): void {
  writeHead();
  writeClose();
  writeSlices();
}

/** With one short slice: of those that wait for their turn many may begin at once. */
function writeShortStart(): void {
  writeHead();
  writeClose();
  const [isTaken, isDone] = corked.tryEnd(corkedSlices.slice(0, FIRST_SLICE_BYTES_MAX), corkedSlices.length);
  corkedProgress = isDone ? 'done' : isTaken ? 'more' : 'full';
}

function writePart(): void {
  writeHead();
  writeClose();
  corked.tryEnd(corkedSlices.slice(0, Math.min(corkedLength, SLICE_BYTES_MAX)), corkedSlices.length);
}

function writeStreamStart(): void {
  writeHead();
  writeClose();
  corkedRoom = corked.write(corkedBody);
}

/** Names what the next cork on `response` writes. */
export function prepareReply(
  response: HttpResponse,
  status: number,
  head: ReplyHead,
  id: RequestId,
  body: string | Buffer,
  close: boolean,
  clientCloses: boolean,
  extra?: Headers,
): void {
  corked = response;
  corkedStatus = status;
  corkedHead = head;
  corkedId = id;
  corkedBody = body;
  corkedClose = close;
  corkedClientCloses = clientCloses;
  corkedExtra = extra;
}

/**
 * The functions with `prepared` in their name write what was named by `prepareReply` right before. While uWebSockets.js hands over a
 * piece of the body, it has corked the response.
 */
export function sendPrepared(isCorked: boolean): void {
  if (isCorked) writeReply();
  else corked.cork(writeReply);
}

/** `length` is that of the body which is left out. */
export function sendPreparedHead(length: number): void {
  corkedLength = length;
  corked.cork(writeHeadOnly);
}

export function sendPreparedFramed(): void {
  corked.cork(writeFramedReply);
}

/** Begins a large reply with its first slices, or a short one alone. */
export function beginPreparedLarge(body: ReplyBody, isShort: boolean): Progress {
  corkedSlices = body;
  corked.cork(isShort ? writeShortStart : writeLargeStart);
  return corkedProgress;
}

/** Begins a reply with the first bytes of its body. */
export function beginPreparedPart(body: ReplyBody, length: number): void {
  corkedSlices = body;
  corkedLength = length;
  corked.cork(writePart);
}

/** Goes on with a large reply. */
export function sendSlices(response: HttpResponse, body: ReplyBody): Progress {
  corked = response;
  corkedSlices = body;
  corked.cork(writeSlices);
  return corkedProgress;
}

/** Begins a stream with the prepared body as its first piece; whether the client keeps up. */
export function beginPreparedStream(): boolean {
  const body = corkedBody;
  if (body.length <= PIECE_BYTES_MAX) {
    corked.cork(writeStreamStart);
    return corkedRoom;
  }
  const bytes = Buffer.from(body);
  corkedBody = bytes.subarray(0, PIECE_BYTES_MAX);
  corked.cork(writeStreamStart);
  return sendParts(corked, bytes.subarray(PIECE_BYTES_MAX));
}
