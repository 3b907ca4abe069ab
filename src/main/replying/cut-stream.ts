/**
 * A stream that breaks off: what the plan has of it is sent, and then the connection ends as if something had broken. Main
 * thread.
 */
import type { RequestId } from '../../protocols/contract/request-id.js';
import type { Headers, ReplyHead } from '../transport/transport.js';
import { AnswerStream } from './answer-stream.js';
import type { Next } from './sending.js';

export class CutStream extends AnswerStream {
  protected override sendAll(
    head: ReplyHead,
    id: RequestId,
    text: string | Buffer,
    close: boolean,
    extra?: Headers,
  ): Next {
    this.transport.startStream(head, id, text, close, extra);
    return this.#end;
  }

  protected override sendLast(piece: string | Buffer): Next {
    if (piece.length > 0) this.transport.write(piece);
    return this.#end;
  }

  get #end(): Next {
    return this.plan.fault?.byReset === true ? 'reset' : 'cut';
  }
}
