/**
 * The stream of DashScope's own API: numbered events, each with a piece or with all that was said so far, and the usage so far.
 * Pure, hot path.
 */
import type { CallPart } from '../../behavior/parts/part.js';
import { PartCursor } from '../../behavior/parts/parts-text.js';
import type { ApiError } from '../../shared/errors.js';
import type { Answer, StreamEvents } from '../contract/protocol.js';
import type { ReplyBody } from '../contract/reply-body.js';
import { textBody } from '../contract/reply-template.js';
import type { AnswerPart } from '../contract/spoken.js';
import { fillingsOf, marksIn, thoughtTokensOf } from '../contract/spoken.js';
import { encodeChatLogprob } from '../openai/common/logprobs.js';
import { callId } from '../request/call-id.js';
import type { TextRequest } from '../request/text-request.js';
import {
  encodeCall,
  encodeCalls,
  encodeChoice,
  encodeMessage,
  encodeUsage,
  finishReason,
  isMessage,
  type MessageForm,
  NOT_FINISHED,
  type Said,
} from './output.js';
import { SaidSoFar } from './said-so-far.js';

/** What clients skip, in place of an event that would tell too much. */
const SKIPPED = ':\n\n';

export class GenerationEvents implements StreamEvents {
  readonly headEvents = 0;
  readonly pieceEvents: number;
  readonly tailEvents: number;
  lastEvents = 1;
  readonly #cursor: PartCursor<AnswerPart>;
  readonly #isMessage: boolean;
  readonly #thinks: boolean;
  readonly #callsFrom: number;
  readonly #soFar: SaidSoFar | null;
  #eventsGiven = 0;
  #tokens = 0;
  #thoughtTokens = 0;
  #piece = '';
  #choice = 0;

  constructor(
    private readonly form: MessageForm,
    private readonly request: TextRequest,
    private readonly answer: Answer,
  ) {
    this.pieceEvents = this.tailEvents = request.choices;
    const parts = answer.parts ?? [{ kind: 'text' as const, text: answer.text, tokens: answer.tokens }];
    this.#cursor = new PartCursor<AnswerPart>(parts);
    this.#isMessage = isMessage(request, answer);
    this.#thinks = thoughtTokensOf(answer) > 0;
    this.#callsFrom = parts.findIndex(({ kind }) => kind === 'call');
    this.#soFar = request.style.isCumulative ? new SaidSoFar(answer.uuid) : null;
  }

  head(): string {
    return '';
  }

  event(): string {
    const choice = this.#choice;
    if (choice === 0) this.#step();
    this.#choice = choice + 1 === this.pieceEvents ? 0 : choice + 1;
    const soFar = this.#soFar;
    if (soFar !== null && !soFar.isToldNow) {
      this.lastEvents = 0;
      return SKIPPED;
    }
    this.lastEvents = 1;
    const said = soFar?.said ?? this.#newlySaid(choice);
    const usage = encodeUsage(this.form, this.answer.usage, this.#tokens, this.#thoughtTokens);
    const output = this.#encodeOutput(said, choice, NOT_FINISHED, this.#logprobs());
    return this.#frame(++this.#eventsGiven, output, usage);
  }

  #step(): void {
    const cursor = this.#cursor;
    this.#piece = cursor.next();
    this.#tokens++;
    const { part, isFirst } = cursor;
    if (part.kind === 'reasoning') this.#thoughtTokens++;
    const soFar = this.#soFar;
    if (soFar === null) return;
    if (part.kind === 'text') soFar.addText(this.#piece);
    else if (part.kind === 'reasoning') soFar.addThought(this.#piece);
    else soFar.addArguments(part as CallPart, isFirst, this.#piece);
  }

  /** The piece alone. Where there are thoughts, every message has them, if only as an empty text. */
  #newlySaid(choice: number): Said {
    const { part, isFirst, index } = this.#cursor;
    const silence = this.#thinks ? '' : null;
    if (part.kind === 'text') return { text: this.#piece, thoughts: silence, calls: '' };
    if (part.kind === 'reasoning') return { text: null, thoughts: this.#piece, calls: '' };
    const call = index - this.#callsFrom;
    const calls = isFirst
      ? encodeCall(call, callId(this.answer.uuid, call, choice), (part as CallPart).name, this.#piece)
      : encodeCall(call, '', null, this.#piece);
    return { text: null, thoughts: silence, calls };
  }

  #logprobs(): string {
    const { logprobs } = this.request.style;
    const { part, place } = this.#cursor;
    return logprobs === null || part.kind !== 'text' ? '' : encodeChatLogprob(this.#piece, place, logprobs);
  }

  #encodeOutput(said: Said, choice: number, finish: string, logprobs = ''): string {
    if (!this.#isMessage) return `{"text":"${said.text ?? ''}","finish_reason":"${finish}"}`;
    return `{"choices":[${encodeChoice(finish, choice, encodeMessage(this.form, said), logprobs)}]}`;
  }

  #frame(number: number, output: string, usage: string): string {
    return (
      `id:${number}\nevent:result\n:HTTP_STATUS/200\n` +
      `data:{"output":${output},${usage},"request_id":"${this.answer.uuid}"}\n\n`
    );
  }

  failure({ kind }: ApiError, body: string): string {
    return `id:${this.#eventsGiven + 1}\nevent:error\n:HTTP_STATUS/${kind.status}\ndata:${body}\n\n`;
  }

  /** Each choice's end, with what it comes to; or with nothing new. */
  tail(): string | ReplyBody {
    const { answer, request, form } = this;
    const { completionTokens } = answer.usage;
    const usage = encodeUsage(form, answer.usage, completionTokens, thoughtTokensOf(answer));
    const { text, thoughts, calls } = marksIn(answer);
    let ends = '';
    for (let choice = 0; choice < request.choices; choice++) {
      const said =
        this.#soFar === null
          ? { text: null, thoughts: this.#thinks ? '' : null, calls: '' }
          : { text, thoughts, calls: encodeCalls(calls, answer.uuid, choice) };
      const output = this.#encodeOutput(said, choice, finishReason(answer));
      ends += this.#frame(this.#eventsGiven + 1 + choice, output, usage);
    }
    return this.#soFar === null ? ends : textBody(ends, fillingsOf(answer));
  }
}
