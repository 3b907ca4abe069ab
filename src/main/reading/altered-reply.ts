/**
 * A whole answer that is wrong in its bytes, though its framing is right: without its end, twice, or no JSON. Main thread; the
 * bytes are made when they are sent, as those of any long answer.
 */
import {
  BytesBody,
  isReplyBody,
  type ReplyBody,
  SLICE_BYTES_MAX,
  WHOLE_BYTES_MAX,
  wholeBytes,
} from '../../protocols/contract/reply-body.js';
import type { FaultKind } from '../../shared/labels.js';

const SEMICOLON = 0x3b;
/** The first name in a JSON text ends within so many bytes. */
const NAME_BYTES_MAX = 256;

/** However an answer is given: a body of its own, which nothing else writes to. */
export function bodyOf(reply: string | Buffer | ReplyBody): ReplyBody {
  return isReplyBody(reply) ? reply : new BytesBody(Buffer.from(reply as string));
}

/** What goes out in place of an answer, which `encode` makes anew at each call. Short ones as bytes, as transports want them. */
export function alteredReply(
  kind: FaultKind,
  encode: () => string | Buffer | ReplyBody,
): string | Buffer | ReplyBody {
  const reply = alter(kind, encode);
  return isReplyBody(reply) && reply.length <= WHOLE_BYTES_MAX ? wholeBytes(reply) : reply;
}

function alter(kind: FaultKind, encode: () => string | Buffer | ReplyBody): string | Buffer | ReplyBody {
  switch (kind) {
    case 'blank':
      return '';
    case 'unfinished':
      return withoutEnd(bodyOf(encode()));
    case 'duplicate':
      return new TwoBodies(bodyOf(encode()), bodyOf(encode()));
    case 'broken':
      return new BrokenBody(bodyOf(encode()));
    default:
      return encode();
  }
}

function withoutEnd(body: ReplyBody): ReplyBody {
  const length = body.length - 1;
  return { length, slice: (offset, bytesMax) => body.slice(offset, Math.min(bytesMax, length - offset)) };
}

class TwoBodies implements ReplyBody {
  readonly length: number;

  constructor(
    private readonly first: ReplyBody,
    private readonly second: ReplyBody,
  ) {
    this.length = first.length + second.length;
  }

  slice(offset: number, bytesMax: number): Buffer {
    const rest = this.first.length - offset;
    return rest > 0 ? this.first.slice(offset, Math.min(bytesMax, rest)) : this.second.slice(-rest, bytesMax);
  }
}

/** A semicolon stands where the first colon should. */
class BrokenBody implements ReplyBody {
  readonly #at: number;

  constructor(private readonly body: ReplyBody) {
    this.#at = body.slice(0, NAME_BYTES_MAX).indexOf(':');
  }

  get length(): number {
    return this.body.length;
  }

  slice(offset: number, bytesMax: number): Buffer {
    const slice = Buffer.from(this.body.slice(offset, Math.min(bytesMax, SLICE_BYTES_MAX)));
    const at = this.#at - offset;
    if (at >= 0 && at < slice.length) slice[at] = SEMICOLON;
    return slice;
  }
}
