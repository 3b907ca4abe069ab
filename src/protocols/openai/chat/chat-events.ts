/**
 * The stream of a chat completion that is answered in words alone, as most are. Pure, hot path.
 */
import type { Answer } from '../../contract/protocol.js';
import type { ReplyBody } from '../../contract/reply-body.js';
import { encodeModelName } from '../../request/model-names.js';
import type { TextRequest } from '../../request/text-request.js';
import { ChoiceEvents, finishReason, framesOf } from '../common/choice-events.js';

const OPENING = '"role":"assistant","content":""';
const OPENING_REFUSAL = '"role":"assistant","content":null,"refusal":""';
/** Behind a delta, up to the end of the choices. */
export const NOT_FINISHED = ',"finish_reason":null}]';
const AFTER_DELTA = `,"logprobs":null${NOT_FINISHED}`;
const SAID = framesOf(',"delta":{"content":"', `"}${AFTER_DELTA}`);
const REFUSED = framesOf(',"delta":{"refusal":"', `"}${AFTER_DELTA}`);

export class ChatEvents extends ChoiceEvents {
  /** `chunkHead` is what is between the model and the choices; `namesUsage`: whether each event has a usage, if only as null. */
  constructor(request: TextRequest, answer: Answer, chunkHead: string, namesUsage: boolean) {
    const chunk =
      `data: {"id":"chatcmpl-${answer.uuid}","object":"chat.completion.chunk","created":${answer.createdSeconds}` +
      `,"model":${encodeModelName(request.model)}${chunkHead}`;
    const frames = answer.finish === 'refusal' ? REFUSED : SAID;
    super(request, answer, chunk, namesUsage ? frames.withUsage : frames.plain);
  }

  get headEvents(): number {
    return this.pieceEvents;
  }

  head(): string | ReplyBody {
    return this.open(this.answer.finish === 'refusal' ? OPENING_REFUSAL : OPENING);
  }

  /** The first delta of each choice. */
  protected open(fields: string): string | ReplyBody {
    return this.forEachChoice(`,"delta":{${fields}}${AFTER_DELTA}${this.frame.end}`);
  }

  tail(): string | ReplyBody {
    const reason = finishReason(this.answer, this.request);
    const finish = `,"delta":{},"logprobs":null,"finish_reason":"${reason}"}]${this.frame.end}`;
    return this.forEachChoice(finish, this.encodeEnd());
  }
}
