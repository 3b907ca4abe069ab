/**
 * What every API gives to the rest of the server: how its requests are read, and how an answer is written in its format.
 * Pure. One file an API; this one holds what they have in common.
 *
 * A request is parsed when its body is complete, then waits, and is answered whole or piece by piece. So what it keeps
 * while it waits is small (a few words; texts are shared wherever they can be), and all encoding is done when it is sent.
 */
import type { Part } from '../../behavior/parts/part.js';
import type { Finish } from '../../behavior/plan/plan.js';
import type { Ask } from '../../behavior/plan/wish.js';
import type { ApiError } from '../../shared/errors.js';
import type { MediaTokens } from '../media/media.js';
import type { CachedTokens, PromptPrefix } from './prompt-prefix.js';
import type { ReplyBody } from './reply-body.js';
import type { StreamFormat } from './stream-format.js';

/**
 * What the behaviour needs of a request, whatever API it came by. Each API adds what its answer needs. The properties may
 * be getters (see text-request): read them, do not spread them.
 */
export interface ModelRequest {
  /** As the client wrote it. */
  readonly model: string;
  /** Estimated, see token-estimate. */
  readonly promptTokens: number;
  /** Of those, what is no text; absent or null where all is. */
  readonly media?: MediaTokens | null;
  /** Whether it is answered in words. */
  readonly speaks: boolean;
  /** The most tokens that the answer may have; null without a limit of the request's own. */
  readonly tokensMax: number | null;
  /** The answer ends before the first of these texts; empty where there are none. */
  readonly stop: readonly string[];
  /** Whether the answer is wanted as a stream of server-sent events. */
  readonly stream: boolean;
  /** How many answers are wanted at once. */
  readonly choices: number;
  /** The text of the last user message; null unless it was asked for (see `ParseOptions`). */
  readonly userText: string | null;
  /** What it asks for beside words; null of most, and once it was planned. */
  readonly ask: Ask | null;
  /** Whether its answer is kept, and what it goes on with; null, or absent, of all that leave no trace. */
  readonly keeping?: Keeping | null;
  /** The same request, with so many tokens of a conversation ahead of it; only of those that are kept. */
  after?(tokens: number): ModelRequest;
  /** Bytes that it takes while it waits, beside what all take. */
  readonly keptBytes: number;
  /** The request was planned: what of the client's texts only the plan needed is not kept while it waits. */
  forgetTexts(): void;
}

/** An answer that may be asked for by its id. */
export interface Keeping {
  readonly isStored: boolean;
  /** Whether the request is answered at once, and its answer is asked for later. */
  readonly isBackground: boolean;
  /** The id of the answer that it goes on with, as the client wrote it. */
  readonly previousId: string | null;
}

export interface ParseOptions {
  /** Keep the text of the last user message (for an answer that repeats it). Off, a held request keeps no text. */
  readonly keepUserText: boolean;
  /** Give the texts of the prompt back, for a tokeniser to count. */
  readonly keepPrompt: boolean;
  /** Give back what the prompt begins with, for a cache of prefixes; absent is false. */
  readonly keepPrefix?: boolean;
  /** The model of a request that names none. */
  readonly modelDefault: string;
  /** Whether answers may be asked for by their ids later; absent is no. */
  readonly keepsResponses?: boolean;
  /** Whether the path names the model: then an empty name in the body is none. */
  readonly modelInPath?: boolean;
  /** Whether the answer is wanted as a stream, where the path says so; null leaves it to the body. */
  readonly stream: boolean | null;
}

/** What a tokeniser needs to count a prompt. Not part of the request, for no request holds it while it waits. */
export interface PromptTexts {
  readonly texts: readonly string[];
  /** What the format adds, and tokens that were sent as numbers. */
  readonly otherTokens: number;
}

export type Parsed<Request extends ModelRequest> =
  | {
      readonly ok: true;
      readonly request: Request;
      /** null unless it was asked for. */
      readonly prompt: PromptTexts | null;
      /** Absent or null unless it was asked for, and of an API that caches none. */
      readonly prefix?: PromptPrefix | null;
    }
  | { readonly ok: false; readonly error: ApiError };

/**
 * The text of an answer, cut into pieces of about a token each, already escaped for a JSON string (without quotes). It has as
 * many pieces as are asked for (a short text begins anew), but where a stop text of the request ended it: then what is behind
 * the answer's tokens is nothing.
 */
export interface AnswerText {
  /** Of the first `count` pieces, in UTF-8. By arithmetic: costs no memory. */
  bytes(count: number): number;
  /** The first `count` pieces as one string: ask for their bytes first. */
  join(count: number): string;
  /** Copies `length` bytes of the text, from its byte `from` on, into `target` at `at`; no further than the text goes. */
  copy(target: Buffer, at: number, from: number, length: number): void;
  /** Walks the pieces from the first one on. */
  pieces(): PieceCursor;
}

/** Where one reader is in a text. */
export interface PieceCursor {
  /** The next piece, never empty. */
  next(): string;
}

/** Tokens, as counted or estimated. */
export interface Usage {
  readonly promptTokens: number;
  /** Of each choice. */
  readonly completionTokens: number;
  /** Of the prompt's, those that are no text; absent or null where all are. */
  readonly media?: MediaTokens | null;
  /** What was known of the prompt before; absent or null without PREFIX_CACHE. */
  readonly cached?: CachedTokens | null;
}

/** How long an answer was planned to take, in milliseconds from the complete request: to its first token, and to its end. */
export interface AnswerTimes {
  readonly firstMs: number;
  /** Of an answer in one piece; of a stream `tail` is told. */
  readonly totalMs: number;
}

/** What is said to one request, and under which name. */
export interface Answer {
  /** Becomes the id of the reply, with the API's prefix. */
  readonly uuid: string;
  /** Seconds since the epoch. */
  readonly createdSeconds: number;
  readonly text: AnswerText;
  /** How many pieces of the text the answer has: its tokens, for each choice. */
  readonly tokens: number;
  /** What it consists of, where that is not `text` alone, which has the pieces of all parts then. */
  readonly parts: readonly Part[] | null;
  readonly finish: Finish;
  /** Which of the request's `stop` texts ended the answer, for APIs that say so; absent or null where none did. */
  readonly stopText?: string | null;
  /** Read when it is written, at the end of a stream: it may become more exact meanwhile. */
  readonly usage: Usage;
  /** For APIs that tell how long an answer took; absent where it took no time. */
  readonly times?: AnswerTimes;
}

/**
 * One stream being written: whole events in the protocol's format, ready for the socket. Called in order: `head` once, `event` as often as
 * there are tokens times `pieceEvents`, `tail` once, or `failure` ahead of that.
 */
export interface StreamEvents {
  /** How many events are in `head`, for each piece, and in `tail`. */
  readonly headEvents: number;
  readonly pieceEvents: number;
  readonly tailEvents: number;
  /** Goes out with the first piece, ahead of it. May be empty. */
  head(): string | ReplyBody;
  /**
   * The next event, in the order of the pieces and, for each, of the choices. Never longer than some 4 KB; where it tells all that was
   * said so far, than some 16,384 characters.
   */
  event(): string;
  /** How many events the last call of `event` gave; absent where that is always one. */
  readonly lastEvents?: number;
  /** An event that says in place of all others that something went wrong; `body` is the error as the dialect writes it. */
  failure(error: ApiError, body: string): string;
  /**
   * Goes out with the last piece, behind it. A ReplyBody where it is longer than WHOLE_BYTES_MAX, and so with `head`. `tookMs`: when
   * the last piece was due, from the complete request; absent counts as at once.
   */
  tail(tookMs?: number): string | ReplyBody;
}

/** Taken from a method, whose parameters the compiler lets vary: so any Protocol stands where `Protocol` is asked for. */
type OpenStream<Request extends ModelRequest> = {
  open(request: Request, answer: Answer): StreamEvents;
}['open'];

/** What the replies of an API are in, where that depends on the request. */
interface ReplyFormats<Request extends ModelRequest> {
  /** Every one that there may be. */
  readonly all: readonly StreamFormat[];
  /** Of the reply to a request, whole or streamed; null for JSON, or for the API's `streamFormat`. */
  of(request: Request): StreamFormat | null;
}

export interface Protocol<Request extends ModelRequest = ModelRequest> {
  /** Reads the bytes of a whole body. Never throws. */
  parse(body: Buffer, options: ParseOptions): Parsed<Request>;
  /** The request again, from what a structured clone made of it: its fields without its methods, and nothing shared. */
  restore(clone: Request): Request;
  /**
   * The whole reply: a JSON text, its bytes in UTF-8, or, where it is longer than WHOLE_BYTES_MAX, a body of which the bytes
   * are made when they are sent. A Buffer is valid until the next reply or slice of any protocol, and not to be written to: it
   * may lie in one piece of memory for all replies.
   */
  encodeReply(request: Request, answer: Answer): string | Buffer | ReplyBody;
  /** null for an API that never streams. */
  readonly openStream: OpenStream<Request> | null;
  readonly streamFormat: StreamFormat;
  /** Absent where whole replies are JSON, and all streams in `streamFormat`. */
  readonly formats?: ReplyFormats<Request>;
  /** Whether replies tell how long they took: then only requests with one plan share one. */
  readonly tellsTimes?: boolean;
}
