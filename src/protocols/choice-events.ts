/**
 * The stream of an API that answers in numbered choices: chat and completions. Pure; one small object a stream, and a
 * piece costs a few concatenations.
 */
import type { Answer, StreamEvents, Usage } from './protocol.js';
import type { TextRequest } from './text-request.js';

const DONE = 'data: [DONE]\n\n';

/** What is around the pieces of one stream. */
export interface ChoiceFrame {
  /** From `data: ` up to the choices: the same in every event. */
  readonly chunk: string;
  /** Between a choice's index and its text. */
  readonly beforeText: string;
  /** Behind a choice's text, to the end of the event. */
  readonly afterText: string;
}

/** The pieces; each API adds what comes ahead of them and behind them. */
export abstract class ChoiceEvents implements StreamEvents {
  readonly #first: string;

  constructor(
    protected readonly request: TextRequest,
    protected readonly answer: Answer,
    protected readonly frame: ChoiceFrame,
  ) {
    this.#first = `${frame.chunk}{"index":0${frame.beforeText}`;
  }

  abstract readonly headEvents: number;
  abstract head(): string;
  abstract tail(): string;

  get pieceEvents(): number {
    return this.request.choices;
  }

  /** An end for each choice, the usage if it is wanted, and `[DONE]`. */
  get tailEvents(): number {
    return this.request.choices + (this.request.includeUsage ? 2 : 1);
  }

  piece(index: number): string {
    const piece = this.answer.text.piece(index);
    const events = this.#first + piece + this.frame.afterText;
    return this.request.choices === 1 ? events : events + this.#others(piece);
  }

  #others(piece: string): string {
    const { chunk, beforeText, afterText } = this.frame;
    let events = '';
    for (let choice = 1; choice < this.request.choices; choice++) {
      events += `${chunk}{"index":${choice}${beforeText}${piece}${afterText}`;
    }
    return events;
  }

  /** One event a choice: `rest` is what is behind its index. */
  protected forEachChoice(rest: string): string {
    return perChoice(this.request.choices, `${this.frame.chunk}{"index":`, rest, '');
  }

  /** The event that carries the usage, and the end of the stream. */
  protected encodeEnd(): string {
    const { request, answer, frame } = this;
    if (!request.includeUsage) return DONE;
    const usage = encodeUsage(answer.usage, request.choices);
    return `${frame.chunk}],"usage":${usage}}\n\n${DONE}`;
  }
}

/** One text for each choice, joined; `separator` between them. */
export function perChoice(choices: number, before: string, after: string, separator: string): string {
  let all = `${before}0${after}`;
  for (let choice = 1; choice < choices; choice++) all += `${separator}${before}${choice}${after}`;
  return all;
}

/** The usage of OpenAI's chat and completions. All choices count. */
export function encodeUsage({ promptTokens, completionTokens: perChoice }: Usage, choices: number): string {
  const completionTokens = perChoice * choices;
  const totalTokens = promptTokens + completionTokens;
  return `{"prompt_tokens":${promptTokens},"completion_tokens":${completionTokens},"total_tokens":${totalTokens}}`;
}
