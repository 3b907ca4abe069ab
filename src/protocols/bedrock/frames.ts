/**
 * Frames of AWS's event streams: lengths, checksums, headers, payload. Pure, hot path. A frame is a text in which each character
 * stands for a byte (see StreamFormat), for what streams are joined from are texts.
 *
 * Source: AWS's public description of the encoding (Smithy, `application/vnd.amazon.eventstream`).
 */
import { PADDING_CHARACTERS, type StreamFormat } from '../contract/stream-format.js';

/** The lengths of the frame and of its headers, and the checksum of both; behind the payload that of all before it. */
const PRELUDE_BYTES = 12;
const CHECKSUM_BYTES = 4;
/** The type of a header whose value is a text. */
const TEXT_HEADER = 7;

/** CRC-32 as in Ethernet (ISO 3309), reflected. */
const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The checksum of these bytes behind others, of which `before` was that. */
function checksum(bytes: string, before = 0): number {
  let crc = ~before;
  for (let at = 0; at < bytes.length; at++) {
    crc = (TABLE[(crc ^ bytes.charCodeAt(at)) & 0xff] as number) ^ (crc >>> 8);
  }
  return ~crc;
}

function fourBytes(value: number): string {
  return String.fromCharCode(
    (value >>> 24) & 0xff,
    (value >>> 16) & 0xff,
    (value >>> 8) & 0xff,
    value & 0xff,
  );
}

/** Headers with texts in ASCII, in this order. */
function encodeHeaders(headers: readonly (readonly [name: string, value: string])[]): string {
  return headers
    .map(([name, value]) => {
      const length = String.fromCharCode(value.length >>> 8, value.length & 0xff);
      return String.fromCharCode(name.length) + name + String.fromCharCode(TEXT_HEADER) + length + value;
    })
    .join('');
}

/** A frame with these headers; `payload` is a text as it stands in JSON. */
export function encodeFrame(headers: string, payload: string): string {
  const isAscii = Buffer.byteLength(payload) === payload.length;
  const bytes = isAscii ? payload : Buffer.from(payload).toString('latin1');
  const length = PRELUDE_BYTES + headers.length + bytes.length + CHECKSUM_BYTES;
  const lengths = fourBytes(length) + fourBytes(headers.length);
  const frame = lengths + fourBytes(checksum(lengths)) + headers + bytes;
  return frame + fourBytes(checksum(frame));
}

const JSON_CONTENT = [':content-type', 'application/json'] as const;

/** The headers of an event, in the order of the real ones. */
export function eventHeaders(type: string): string {
  return encodeHeaders([[':event-type', type], JSON_CONTENT, [':message-type', 'event']]);
}

/** An error within a stream. */
export function encodeException(type: string, body: string): string {
  return encodeFrame(
    encodeHeaders([[':exception-type', type], JSON_CONTENT, [':message-type', 'exception']]),
    body,
  );
}

/** Where the last frame begins; 0 where there is one alone. */
function lastFrameAt(frames: string): number {
  let at = 0;
  for (;;) {
    const [a, b, c, d] = [0, 1, 2, 3].map((byte) => frames.charCodeAt(at + byte)) as [
      number,
      number,
      number,
      number,
    ];
    const next = at + ((a << 24) | (b << 16) | (c << 8) | d);
    if (!(next > at && next < frames.length)) return at;
    at = next;
  }
}

/** Clients skip events of a type that they do not know. */
function skipped(payload: string): Buffer {
  return Buffer.from(encodeFrame(eventHeaders('keepAlive'), payload), 'latin1');
}

export const EVENT_STREAM: StreamFormat = {
  contentType: 'application/vnd.amazon.eventstream',
  filler: skipped('{}'),
  padding: skipped(`{"p":"${' '.repeat(PADDING_CHARACTERS)}"}`),
  blank: skipped('').toString('latin1'),
  isBinary: true,
  lastFrameAt,
};
