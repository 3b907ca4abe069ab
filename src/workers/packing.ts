/**
 * How a request's body may be packed (`Content-Encoding`), and how it is unpacked, up to a limit. Any thread; Node's own zlib,
 * which is loaded by the first body that needs it: most servers never see one.
 */
import type * as Zlib from 'node:zlib';

/** One for each way that is known: it is compared and handed on. */
export interface Packing {
  readonly name: 'gzip' | 'deflate' | 'br' | 'zstd';
}

/** What came of unpacking: the bytes, or that they are too many, or that it is not packed so. */
export type Unpacked = Buffer | 'too large' | 'broken';

const PACKINGS: ReadonlyMap<string, Packing> = new Map([
  ['gzip', { name: 'gzip' }],
  ['x-gzip', { name: 'gzip' }],
  ['deflate', { name: 'deflate' }],
  ['br', { name: 'br' }],
  ['zstd', { name: 'zstd' }],
]);

/** As of Node.js 22.15 and 23.8; the types that this is compiled with do not know it. */
type ZlibWithZstd = typeof Zlib & {
  readonly zstdDecompressSync?: (packed: Buffer, options: Zlib.ZlibOptions) => Buffer;
};

/** Room for the unpacked bytes is taken in pieces of this, which are joined at the end. */
const CHUNK_BYTES_MIN = 16_384;
const CHUNK_BYTES_MAX = 1_048_576;

/** By the value of the header, which is not empty: null for what is not packed, or why it cannot be unpacked, as a sentence. */
export function packingOf(header: string): Packing | null | string {
  const name = header.trim().toLowerCase();
  if (name === 'identity' || name === '') return null;
  const packing = PACKINGS.get(name);
  if (packing === undefined) {
    const shown = name.length > 64 ? `${name.slice(0, 64)}…` : name;
    return `The Content-Encoding '${shown}' is not supported; gzip, deflate, br and zstd are, one of them at a time.`;
  }
  if (packing.name === 'zstd' && zlib().zstdDecompressSync === undefined) {
    const { node } = process.versions;
    return `The Content-Encoding 'zstd' needs Node.js 22.15 or newer, and this mock server runs on ${node}; gzip, deflate and br are supported.`;
  }
  return packing;
}

/** What whoever sends another thing than it says is told. */
export function notPacked({ name }: Packing): string {
  return `The request body could not be unpacked as ${name}, which its Content-Encoding says that it is.`;
}

/** Stops as soon as there are more than `bytesMax`. Never throws. */
export function unpack(packed: Buffer, packing: Packing, bytesMax: number): Unpacked {
  const chunkSize = Math.min(CHUNK_BYTES_MAX, Math.max(CHUNK_BYTES_MIN, 4 * packed.length));
  try {
    return unpackOrThrow(packed, packing, { maxOutputLength: bytesMax, chunkSize });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too large' : 'broken';
  }
}

function unpackOrThrow(packed: Buffer, { name }: Packing, options: Zlib.ZlibOptions): Buffer {
  const { gunzipSync, inflateSync, inflateRawSync, brotliDecompressSync, zstdDecompressSync } = zlib();
  switch (name) {
    case 'gzip':
      return gunzipSync(packed, options);
    case 'deflate':
      // The standard wants zlib's head around it, and many clients leave that out.
      return hasZlibHead(packed) ? inflateSync(packed, options) : inflateRawSync(packed, options);
    case 'br':
      return brotliDecompressSync(packed, options);
    default:
      if (zstdDecompressSync === undefined) throw new Error('this Node.js has no zstd');
      return zstdDecompressSync(packed, options);
  }
}

/** RFC 1950: the method is 8, and the two bytes of the head are a multiple of 31. */
function hasZlibHead(packed: Buffer): boolean {
  return packed.length >= 2 && ((packed[0] as number) & 15) === 8 && packed.readUInt16BE(0) % 31 === 0;
}

function zlib(): ZlibWithZstd {
  return process.getBuiltinModule('node:zlib') as ZlibWithZstd;
}
