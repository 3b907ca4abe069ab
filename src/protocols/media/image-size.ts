/**
 * How large an image is, by its header: PNG, JPEG, GIF, WebP. Pure. No image is decoded, and no more than some bytes are read, also of
 * a JPEG, of which the segments are walked from head to head.
 *
 * Sources: PNG (ISO/IEC 15948, IHDR), GIF89a (logical screen), RFC 9649 (WebP), ITU-T T.81 (JPEG: B.1, frame header).
 */
import type { ByteSource } from './bytes.js';

/** In pixels, at least 1. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** A header of any of them, but for JPEG. */
const HEADER_BYTES = 30;

const JPEG_SEGMENTS_MAX = 64;
/** A marker and its length, and of a frame header the precision and both sides. */
const JPEG_SEGMENT_BYTES = 9;
const JPEG_MARK = 0xff;
/** Start of scan: the frame header is ahead of it. */
const JPEG_SCAN = 0xda;
/** Of the markers from SOF0 to SOF15 these are no frame headers. */
const JPEG_NO_FRAMES: readonly number[] = [0xc4, 0xc8, 0xcc];

/** null where the bytes are no image that is known, or its header is broken. */
export function imageSize(bytes: ByteSource): ImageSize | null {
  const head = bytes.read(0, HEADER_BYTES);
  const size = sizeIn(head, bytes);
  return size !== null && size.width > 0 && size.height > 0 ? size : null;
}

function sizeIn(head: Buffer, bytes: ByteSource): ImageSize | null {
  const isLong = head.length === HEADER_BYTES;
  if (head.length > 1 && head[0] === JPEG_MARK && head[1] === 0xd8) return jpegSize(bytes);
  if (head.length >= 24 && head.toString('latin1', 1, 4) === 'PNG') {
    return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
  }
  if (head.length >= 10 && head.toString('latin1', 0, 3) === 'GIF') {
    return { width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
  }
  if (isLong && head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP') {
    return webpSize(head);
  }
  return null;
}

function webpSize(head: Buffer): ImageSize | null {
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = head.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
    default:
      return null;
  }
}

function jpegSize(bytes: ByteSource): ImageSize | null {
  let at = 2;
  for (let segment = 0; segment < JPEG_SEGMENTS_MAX; segment++) {
    const head = bytes.read(at, JPEG_SEGMENT_BYTES);
    const marker = head[1] as number;
    if (head.length < JPEG_SEGMENT_BYTES || head[0] !== JPEG_MARK || marker === JPEG_SCAN) return null;
    if (marker === JPEG_MARK) {
      // A marker may have fill bytes ahead of it.
      at++;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && !JPEG_NO_FRAMES.includes(marker)) {
      return { width: head.readUInt16BE(7), height: head.readUInt16BE(5) };
    }
    at += 2 + head.readUInt16BE(2);
  }
  return null;
}
