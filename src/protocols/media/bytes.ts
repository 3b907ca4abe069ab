/**
 * Bytes that lie in a JSON text as Base64, read where they are needed and nowhere else. Pure. A body of 64 MiB with an image in it
 * costs as little as one with an icon: whoever looks for a header reads some bytes of it.
 */

export interface ByteSource {
  /** How many there are, as far as the length of the text tells. */
  readonly length: number;
  /** At most `count` bytes from `at` on; fewer where there are no more, or where the text is no Base64. */
  read(at: number, count: number): Buffer;
}

const CHARACTERS_PER_GROUP = 4;
const BYTES_PER_GROUP = 3;
/** Of a data URL, up to its comma: a media type and some parameters. */
const URL_HEAD_CHARACTERS_MAX = 256;

const BASE64_MARK = ';base64';
/** A place, not the thing itself. */
const ELSEWHERE = /^[a-z][a-z0-9+.-]{1,15}:\/\//i;

class Base64Bytes implements ByteSource {
  readonly length: number;

  /** Of `text`, from the character `from` on. */
  constructor(
    private readonly text: string,
    private readonly from: number,
  ) {
    const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
    const characters = text.length - from - padding;
    this.length = Math.max(0, Math.floor((characters * BYTES_PER_GROUP) / CHARACTERS_PER_GROUP));
  }

  read(at: number, count: number): Buffer {
    const group = Math.floor(at / BYTES_PER_GROUP);
    const skipped = at - group * BYTES_PER_GROUP;
    const groups = Math.ceil((skipped + count) / BYTES_PER_GROUP);
    const start = this.from + group * CHARACTERS_PER_GROUP;
    const bytes = Buffer.from(this.text.slice(start, start + groups * CHARACTERS_PER_GROUP), 'base64');
    return bytes.subarray(skipped, skipped + count);
  }
}

/** What a text says that is Base64, or a data URL. */
export interface Embedded {
  readonly bytes: ByteSource;
  /** In lower case; empty where nothing says it. */
  readonly mime: string;
}

/** null for a text that names a place: what lies there is not fetched. */
export function embeddedIn(text: string): Embedded | null {
  if (!text.startsWith('data:')) {
    return ELSEWHERE.test(text) ? null : { bytes: new Base64Bytes(text, 0), mime: '' };
  }
  const head = text.slice(0, URL_HEAD_CHARACTERS_MAX);
  const comma = head.indexOf(',');
  const about = head.slice('data:'.length, comma).toLowerCase();
  if (comma === -1 || !about.endsWith(BASE64_MARK)) return null;
  return { bytes: new Base64Bytes(text, comma + 1), mime: about.split(';', 1)[0] ?? '' };
}
