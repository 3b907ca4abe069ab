/**
 * Whether answers go out compressed, and how: as COMPRESS_ANSWERS allows and as the client takes it. Main thread; made at start-up, and
 * only where the setting is not `off`.
 */
import type { Config } from '../../../config/config.js';
import { HeaderName, type RequestHead, type Transport } from '../transport.js';
import { takenCodings } from './codings.js';
import { type Codings, PackedTransport } from './packed-transport.js';

const ACCEPT_ENCODING = new HeaderName('accept-encoding');

export class AnswerPacking {
  /** What the last client took, and what follows from it: those of a load test are alike. */
  #lastHeader = '';
  #lastCodings: Codings = { whole: null, stream: null };

  private constructor(private readonly allowed: Config['compressAnswers']) {}

  /** null where nothing is ever compressed. */
  static of({ compressAnswers }: Pick<Config, 'compressAnswers'>): AnswerPacking | null {
    return compressAnswers === 'off' ? null : new AnswerPacking(compressAnswers);
  }

  /** The transport by which a request with this head is to be answered. */
  around(transport: Transport, head: RequestHead): Transport {
    const header = head.header(ACCEPT_ENCODING);
    if (header !== this.#lastHeader) {
      this.#lastHeader = header;
      this.#lastCodings = this.#codingsFor(header);
    }
    return new PackedTransport(transport, this.#lastCodings);
  }

  /** Brotli packs whole answers alone: a stream of it would hold a compressor of a megabyte, and cannot be cut as gzip can. */
  #codingsFor(header: string): Codings {
    const taken = takenCodings(header);
    const { allowed } = this;
    const gzip = allowed !== 'br' && taken.has('gzip') ? 'gzip' : null;
    const brotli = allowed !== 'gzip' && taken.has('br') ? 'br' : null;
    return { whole: brotli ?? gzip, stream: gzip };
  }
}
