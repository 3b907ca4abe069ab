/**
 * What one thread tells of a stored response, to another that was asked: made to be cloned, and what it was again. Any thread that serves.
 * A kind of error is known by its identity, which does not cross threads: its name does.
 */
import { BytesBody, wholeBytes } from '../../protocols/contract/reply-body.js';
import { PROVIDERS } from '../../protocols/providers.js';
import { type ApiError, apiError, ERROR_KINDS, isApiError } from '../../shared/errors.js';
import type { Refusals } from '../admission/refusals.js';
import { type StreamContext, streamAgain } from '../pages/response-stream.js';
import { Again, type Told, WholeStream } from '../pages/response-told.js';
import { createReplyHead } from '../transport/transport.js';
import { GatheringTransport } from './gathered-reply.js';
import type { ToldElsewhere } from './messages.js';

type TellingContext = StreamContext & { readonly refusals: Pick<Refusals, 'memoryFull'> };

/** At once, but for a stream: which is told when its last event is due. */
export function toClone(told: Told, context: TellingContext): ToldElsewhere | Promise<ToldElsewhere> {
  if (typeof told === 'string') return { ok: true, isStream: false, body: told };
  if (told instanceof WholeStream) return { ok: true, isStream: true, body: new Uint8Array(told.bytes) };
  if (told instanceof Again) return gather(told, context);
  if (!isApiError(told)) {
    const hasRoom = context.sending.budget.hasRoom(told.length);
    return hasRoom
      ? { ok: true, isStream: false, body: new Uint8Array(wholeBytes(told)) }
      : problemOf(context.refusals.memoryFull);
  }
  return problemOf(told);
}

function problemOf(told: ApiError): ToldElsewhere {
  const [kind = 'internal'] = Object.entries(ERROR_KINDS).find(([, one]) => one === told.kind) ?? [];
  return { ok: false, kind, message: told.message, param: told.param };
}

function gather({ response, eventsKnown }: Again, context: TellingContext): Promise<ToldElsewhere> {
  const [{ dialect }] = PROVIDERS;
  const head = createReplyHead([['content-type', '']], dialect);
  return new Promise((resolve) => {
    const failed = (): void =>
      resolve({ ok: false, kind: 'internal', message: 'It broke off.', param: null });
    const transport = new GatheringTransport(
      ({ body }) => resolve({ ok: true, isStream: true, body }),
      failed,
      () => resolve(problemOf(context.refusals.memoryFull)),
      context.sending.budget,
    );
    streamAgain(transport, head, response, eventsKnown, context);
  });
}

export function fromClone(told: ToldElsewhere): Told {
  if (!told.ok) {
    return apiError(ERROR_KINDS[told.kind as keyof typeof ERROR_KINDS], told.message, told.param);
  }
  const { body, isStream } = told;
  if (isStream) return new WholeStream(Buffer.from(body as string));
  return typeof body === 'string' ? body : new BytesBody(Buffer.from(body));
}
