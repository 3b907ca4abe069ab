/**
 * Compresses what goes out in one piece. Main thread: it takes the loop's time, so what is long goes out as it is.
 */
import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';
import { bytesIn, isReplyBody, type ReplyBody, wholeBytes } from '../../../protocols/contract/reply-body.js';
import type { Coding } from './codings.js';

/** Longer answers are not compressed: this much takes some milliseconds. */
const PACKED_BYTES_MAX = 262_144;
const BROTLI_QUALITY = 3;

/** The last text and what it became: refusals are the same text again and again. */
const last: { text: string; coding: string; packed: Buffer } = {
  text: '',
  coding: '',
  packed: Buffer.alloc(0),
};

/** null where it is too long, or empty. */
export function packWhole(body: string | Buffer | ReplyBody, coding: Coding): Buffer | null {
  const length = bytesIn(body);
  if (length === 0 || length > PACKED_BYTES_MAX) return null;
  if (typeof body !== 'string') return pack(isReplyBody(body) ? wholeBytes(body) : body, coding);
  if (body !== last.text || coding !== last.coding) {
    last.packed = pack(Buffer.from(body), coding);
    last.text = body;
    last.coding = coding;
  }
  return last.packed;
}

function pack(bytes: Buffer, coding: Coding): Buffer {
  if (coding === 'gzip') return gzipSync(bytes, { level: zlib.Z_BEST_SPEED });
  return brotliCompressSync(bytes, {
    params: { [zlib.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [zlib.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}
