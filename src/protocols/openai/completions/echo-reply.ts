/**
 * The whole reply of a completion that repeats its prompts: each choice has the prompt that it belongs to, and behind it what all
 * choices say. Pure; a long one is made when it is sent.
 */
import { escapeText } from '../../../behavior/content/escaped-text.js';
import type { AnswerText } from '../../contract/protocol.js';
import { type ReplyBody, WHOLE_BYTES_MAX, wholeBytes } from '../../contract/reply-body.js';
import { SegmentedBody, type Segments } from '../../contract/segmented-body.js';
import { promptOf } from './echoed-logprobs.js';

/** The first pieces of a text. */
interface Said {
  readonly text: AnswerText;
  readonly tokens: number;
}

/** What a reply consists of; all texts are JSON, or escaped for it. */
export interface EchoFrame {
  readonly head: string;
  /** Up to the number of a choice, and from it to its text. */
  readonly before: string;
  readonly between: string;
  /** Behind the text of a choice with this prompt. */
  readonly after: (prompt: number) => string;
  readonly tail: string;
}

/** `said`: what stands behind each prompt, null for nothing; the `choices` are of the `prompts` in order, as many of each. */
export function echoReply(
  frame: EchoFrame,
  prompts: readonly string[],
  choices: number,
  said: Said | null,
): Buffer | ReplyBody {
  const segments = new EchoSegments(frame, prompts, choices, said);
  const body = new SegmentedBody(segments, segments.length);
  return body.length > WHOLE_BYTES_MAX ? body : wholeBytes(body);
}

/** Beside the head and the tail. */
const SEGMENTS_PER_CHOICE = 4;

class EchoSegments implements Segments {
  readonly length: number;
  /** By prompt. */
  readonly #echoes: readonly Buffer[];
  readonly #ends: readonly Buffer[];
  readonly #head: Buffer;
  readonly #tail: Buffer;
  readonly #text: AnswerText | null;
  readonly #textBytes: number;

  constructor(
    private readonly frame: EchoFrame,
    prompts: readonly string[],
    private readonly choices: number,
    said: Said | null,
  ) {
    this.#echoes = prompts.map((prompt) => Buffer.from(escapeText(prompt)));
    this.#ends = prompts.map((_, index) => Buffer.from(frame.after(index)));
    this.#head = Buffer.from(frame.head);
    this.#tail = Buffer.from(frame.tail);
    this.#text = said?.text ?? null;
    this.#textBytes = said === null ? 0 : said.text.bytes(said.tokens);
    let length = 0;
    for (let segment = 0; segment <= 1 + choices * SEGMENTS_PER_CHOICE; segment++)
      length += this.sizeOf(segment);
    this.length = length;
  }

  sizeOf(segment: number): number {
    return this.#bytesAt(segment)?.length ?? this.#textBytes;
  }

  write(segment: number, target: Buffer, at: number, from: number, length: number): void {
    const bytes = this.#bytesAt(segment);
    if (bytes === null) this.#text?.copy(target, at, from, length);
    else bytes.copy(target, at, from, from + length);
  }

  /** null for the text of the answer. */
  #bytesAt(segment: number): Buffer | null {
    if (segment === 0) return this.#head;
    const choice = Math.floor((segment - 1) / SEGMENTS_PER_CHOICE);
    if (choice === this.choices) return this.#tail;
    const prompt = promptOf(choice, this.choices, this.#echoes.length);
    switch ((segment - 1) % SEGMENTS_PER_CHOICE) {
      case 0:
        return Buffer.from(`${choice === 0 ? '' : ','}${this.frame.before}${choice}${this.frame.between}`);
      case 1:
        return this.#echoes[prompt] as Buffer;
      case 2:
        return null;
      default:
        return this.#ends[prompt] as Buffer;
    }
  }
}
