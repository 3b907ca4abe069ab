/**
 * The pieces of a stream that was begun on a uWebSockets.js response, each written in one cork. Main thread, hot path. What no
 * piece may be longer than, and why, is told in uws-writes.ts.
 */
import type { HttpResponse } from 'uWebSockets.js';
import { Buffer } from 'node:buffer';
import { WHOLE_BYTES_MAX } from '../../protocols/contract/reply-body.js';
import type { Fillers } from './transport.js';

/** Leaves room for the head of a stream. */
export const PIECE_BYTES_MAX = WHOLE_BYTES_MAX;
/** As WHOLE_BYTES_MAX, for the last piece of a stream. */
export const LARGE_PIECE_CHARACTERS = 4_096;
/** More than the kernel holds unsent; the rest is for what the client's side may still take. */
const PADDINGS_MAX = 16;

/** What the cork callback writes: one set for all saves a closure a piece. */
let corked: HttpResponse;
let corkedPiece: string | Buffer;
/** What it found: whether the kernel took everything. */
let corkedRoom: boolean;

/**
 * The builds for Node.js 22 and newer write a string as Latin-1 where V8 keeps it so (seen with Node.js 24: an é
 * arrived as one byte). Only ASCII is the same in UTF-8; the rest goes out as bytes.
 */
export function wireBody(body: string | Buffer): string | Buffer {
  if (typeof body !== 'string') return body;
  return Buffer.byteLength(body) === body.length ? body : Buffer.from(body);
}

function writePiece(): void {
  corkedRoom = corked.write(corkedPiece);
}

function writeStreamEnd(): void {
  corked.end(corkedPiece);
}

/** A filler, and behind it the end if all before it has gone out. */
function writeEndIfRoom(): void {
  corkedRoom = corked.write(corkedPiece);
  if (corkedRoom) corked.end();
}

/** Writes a piece of a stream; whether the client keeps up, of which uWebSockets.js may tell one write late. */
export function sendPiece(response: HttpResponse, piece: string | Buffer): boolean {
  const body = wireBody(piece);
  if (body.length > PIECE_BYTES_MAX) return sendParts(response, Buffer.from(body));
  corked = response;
  corkedPiece = body;
  corked.cork(writePiece);
  return corkedRoom;
}

/** As `sendPiece`, of bytes of any length: there is at least one. */
export function sendParts(response: HttpResponse, bytes: Buffer): boolean {
  for (let start = 0; start < bytes.length; start += PIECE_BYTES_MAX) {
    corked = response;
    corkedPiece = bytes.subarray(start, start + PIECE_BYTES_MAX);
    corked.cork(writePiece);
  }
  return corkedRoom;
}

/** Ends a stream with its last piece, which must be short; uWebSockets.js sends by itself what the client has not read. */
export function endStream(response: HttpResponse, piece: string | Buffer): void {
  corked = response;
  corkedPiece = wireBody(piece);
  corked.cork(writeStreamEnd);
}

/** Ends a stream if the client has read all of it; whether it has. */
export function endStreamIfRead(response: HttpResponse, filler: string | Buffer): boolean {
  corked = response;
  corkedPiece = filler;
  corked.cork(writeEndIfRoom);
  return corkedRoom;
}

/**
 * Writes until the kernel takes no more, which is at once unless the client has read a little since the last time.
 * uWebSockets.js counts its ten seconds from the last write that the kernel did not take, and forgets them when the client has
 * read a good deal.
 */
export function failToWrite(response: HttpResponse, { filler, padding }: Fillers): void {
  let hasRoom = sendPiece(response, filler);
  for (let left = PADDINGS_MAX; hasRoom && left > 0; left--) hasRoom = sendPiece(response, padding);
}
