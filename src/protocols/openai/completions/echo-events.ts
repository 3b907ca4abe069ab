/**
 * The stream of a completion that repeats its prompts: ahead of the pieces an event with the prompt for each choice, as vLLM sends
 * it. Pure.
 */
import { escapeText } from '../../../behavior/content/escaped-text.js';
import type { Answer } from '../../contract/protocol.js';
import type { TextRequest } from '../../request/text-request.js';
import { encodeTextLogprobs } from '../common/logprobs.js';
import { echoedPieces, promptOf } from './echoed-logprobs.js';
import { type Ahead, CompletionPartsEvents } from './events.js';

export class EchoEvents extends CompletionPartsEvents {
  override readonly headEvents: number;
  /** Pieces of each prompt whose likelihoods were told, and its characters; only where any are. */
  readonly #aheads: Ahead[] = [];

  constructor(
    request: TextRequest,
    answer: Answer,
    private readonly prompts: readonly string[],
  ) {
    super(request, answer);
    this.headEvents = this.pieceEvents;
  }

  override head(): string {
    const { prompts, pieceEvents, beforeIndex, frame } = this;
    const { logprobs: top } = this.request.style;
    const pieces = top === null ? [] : echoedPieces(prompts, top);
    const echoes = prompts.map((prompt, index) => {
      const told = pieces[index] ?? [];
      this.#aheads.push({ pieces: told.length, characters: prompt.length });
      const logprobs = top === null ? 'null' : encodeTextLogprobs(told, 0, 0, top, true);
      return `,"text":"${escapeText(prompt)}","logprobs":${logprobs},"finish_reason":null}]${frame.end}`;
    });
    return Array.from({ length: pieceEvents }, (_, choice) => {
      const echo = echoes[promptOf(choice, pieceEvents, prompts.length)];
      return `${beforeIndex}${choice}${echo}`;
    }).join('');
  }

  protected override ahead(choice: number): Ahead {
    return this.#aheads[promptOf(choice, this.pieceEvents, this.prompts.length)] as Ahead;
  }
}
