/**
 * Owns a file of the live page as it may go out: as it is, or compressed as the client can take it, and not at all where the
 * client has it already. Main thread; compressed once a process, at start-up, and only read after.
 */
import { createHash } from 'node:crypto';
import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';
import { type Coding, elementsOf, takenCodings } from '../transport/packing/codings.js';
import type { Headers } from '../transport/transport.js';

export interface Variant {
  /** Null for the file as it is. */
  readonly coding: Coding | null;
  readonly body: Buffer;
  /** With its quotes. A coding has one of its own, since its bytes are others. */
  readonly tag: string;
  readonly headers: Headers;
}

/** In the order in which they are preferred. */
export type PageFile = readonly [...compressed: Variant[], plain: Variant];

/** A few percent are left on the table: the better levels of Brotli take twenty times as long. */
const BROTLI_QUALITY = 5;
const GZIP_LEVEL = 9;
const TAG_CHARACTERS = 16;

/** Makes what `body` may go out as. */
export function createPageFile(body: Buffer): PageFile {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, TAG_CHARACTERS);
  const variant = (coding: Coding | null, bytes: Buffer): Variant => {
    const tag = coding === null ? `"${hash}"` : `"${hash}-${coding}"`;
    const told: Headers = coding === null ? [] : [['content-encoding', coding]];
    return { coding, body: bytes, tag, headers: [...told, ['etag', tag], ['vary', 'accept-encoding']] };
  };
  const brotli = brotliCompressSync(body, {
    params: { [zlib.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [zlib.BROTLI_PARAM_SIZE_HINT]: body.length },
  });
  return [variant('br', brotli), variant('gzip', gzipSync(body, { level: GZIP_LEVEL })), variant(null, body)];
}

/** The variant for a client that sent this `accept-encoding`; the empty text where it sent none. */
export function variantFor(file: PageFile, acceptEncoding: string): Variant {
  const taken = takenCodings(acceptEncoding);
  return file.find(({ coding }) => coding === null || taken.has(coding)) as Variant;
}

/** Whether a client that sent this `if-none-match` has the variant already. What a proxy has weakened is the same, too. */
export function isKnown({ tag }: Variant, ifNoneMatch: string): boolean {
  return elementsOf(ifNoneMatch).some((element) => element === '*' || element.replace(/^W\//, '') === tag);
}
