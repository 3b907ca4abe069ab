/**
 * Stored responses by their ids: asked for, cancelled, deleted, and what they were asked. Main thread. They take no slot: a response in
 * the background is worked on by nobody.
 */
import type { Dialect } from '../../protocols/contract/dialect.js';
import { BytesBody } from '../../protocols/contract/reply-body.js';
import { SERVER_SENT_EVENTS } from '../../protocols/contract/stream-format.js';
import { invalid } from '../../protocols/openai/common/wording.js';
import { encodeDeleted, encodeInputItems, encodeStored } from '../../protocols/openai/responses/stored.js';
import { dialectOf } from '../../protocols/providers.js';
import { type ApiError, apiError, ERROR_KINDS, isApiError, shortened } from '../../shared/errors.js';
import { ENDPOINTS } from '../../shared/labels.js';
import { memoryFull } from '../admission/refusals.js';
import { nextRequestId, threadOfId } from '../admission/request-id.js';
import { type StoredResponse, type StoredResponses, uuidOf } from '../stored/stored-responses.js';
import { JSON_HEADERS, STREAM_HEADERS } from '../transport/reply-heads.js';
import { createReplyHead, type Headers, type Transport } from '../transport/transport.js';
import { HeldReply } from './held-reply.js';
import type { Answer, Page, PageContext } from './page.js';
import { PageReader } from './page-reader.js';
import { streamAgain } from './response-stream.js';
import { Again, type ResponseAsked, type Told, WholeStream } from './response-told.js';

/** Where responses are made, the id stands behind; two names there are those of other endpoints, which are not here. */
const PATH =
  /^\/(?:v1|openai|openai\/v1|compatible-mode\/v1)\/responses\/(?!(?:compact|input_tokens)$)([^/]+)(?:\/(cancel|input_items))?$/;
const ITEMS_DEFAULT = 20;
const ITEMS_MAX = 100;

const ENDPOINT = ENDPOINTS.indexOf('/v1/responses/{id}');
const OK = 200;
/** Pages are the main thread's. */
const OWN_THREAD = 0;
const WHOLE_NUMBER = /^\d{1,15}$/;

/** What is done with a response that there is. */
type Deed = (response: StoredResponse, stored: StoredResponses, asked: ResponseAsked) => Told;

/** Finds the page for a path. */
export function createResponsePages(
  context: PageContext,
  answerIn: (dialect: Dialect) => Answer,
): (path: string) => Page | undefined {
  const { stored, askElsewhere } = context;
  const page = (methods: readonly string[]): Page => ({
    endpoint: ENDPOINT,
    guarded: true,
    isOfApi: true,
    methods,
    answer(transport, head, extra) {
      const own = [...(dialectOf(head.path).headers ?? []), ...extra];
      const dialect = dialectOf(head.path);
      const answer = (told: Told): void => tellClient(told, { transport, dialect, own, context, answerIn });
      const thread = threadOfId(uuidOf(idIn(head.path)));
      if (askElsewhere === undefined || thread === null || thread === OWN_THREAD) {
        answer(tellOfResponse(stored, head));
        return;
      }
      const path = head.path;
      const reader = new PageReader();
      transport.attach(reader);
      void askElsewhere(thread, head).then((told) => {
        if (!reader.gone) answer(told ?? notFound(path));
      });
    },
  });
  const whole = page(['get', 'head', 'delete']);
  const pages = new Map([
    ['cancel', page(['post'])],
    ['input_items', page(['get', 'head'])],
  ]);
  return (path) => {
    const match = PATH.exec(path);
    return match === null ? undefined : (pages.get(match[2] ?? '') ?? whole);
  };
}

interface Client {
  readonly transport: Transport;
  readonly dialect: Dialect;
  /** Headers beside those of the kind of answer. */
  readonly own: Headers;
  readonly context: PageContext;
  readonly answerIn: (dialect: Dialect) => Answer;
}

function tellClient(told: Told, { transport, dialect, own, context, answerIn }: Client): void {
  const { contentType } = SERVER_SENT_EVENTS;
  const headers = [...JSON_HEADERS, ...own];
  const streamHeaders: Headers = [['content-type', contentType], ...STREAM_HEADERS, ...own];
  const answer = answerIn(dialect);
  const refuse = (error: ApiError): void => {
    const body = dialect.encodeError(error, dialect.requestId(nextRequestId()));
    answer(transport, dialect.statusOf(error.kind), headers, body);
  };
  /** Another thread has made it, and nothing but this client holds it. */
  const answerHeld = (sent: Headers, body: BytesBody): void => {
    const held = HeldReply.of(body.length, context.sending.budget);
    if (held === null) refuse(memoryFull(context.config));
    else held.send(transport, () => answer(transport, OK, sent, body));
  };
  if (told instanceof Again) {
    context.state.countReply(ENDPOINT, OK);
    streamAgain(transport, createReplyHead(streamHeaders, dialect), told.response, told.eventsKnown, context);
  } else if (told instanceof WholeStream) answerHeld(streamHeaders, new BytesBody(told.bytes));
  else if (told instanceof BytesBody) answerHeld(headers, told);
  else if (typeof told === 'string' || !isApiError(told)) answer(transport, OK, headers, told);
  else refuse(told);
}

/** What this thread has to tell of a response. */
export function tellOfResponse(stored: StoredResponses | null, asked: ResponseAsked): Told {
  const response = stored?.find(idIn(asked.path)) ?? null;
  if (stored === null || response === null) return notFound(asked.path);
  return deedOf(asked)(response, stored, asked);
}

function deedOf({ method, path }: ResponseAsked): Deed {
  const [, , what] = PATH.exec(path) ?? [];
  if (what === 'cancel') return cancel;
  if (what === 'input_items') return listInput;
  return method === 'delete' ? remove : show;
}

const idIn = (path: string): string => PATH.exec(path)?.[1] ?? '';

function notFound(path: string): ApiError {
  return apiError(ERROR_KINDS.responseNotFound, `Response with id '${shortened(idIn(path))}' not found.`);
}

const show: Deed = (response, stored, head) => {
  const stream = head.parameter('stream');
  if (!['', 'true', 'false'].includes(stream)) return invalid('stream', 'expected true or false');
  if (stream === 'true' && head.method === 'get')
    return showAgain(response, head.parameter('starting_after'));
  return encodeStored(response.request, response.answer, stored.progressOf(response));
};

function showAgain(response: StoredResponse, after: string): Told {
  if (after !== '' && !WHOLE_NUMBER.test(after)) {
    return invalid('starting_after', 'expected the sequence_number of an event: an integer of at least 0');
  }
  if (response.isCancelled) return refusal('Cannot stream a cancelled response.');
  return new Again(response, after === '' ? 0 : Number(after) + 1);
}

const remove: Deed = ({ answer }, stored) => {
  stored.delete(`resp_${answer.uuid}`);
  return encodeDeleted(answer);
};

const cancel: Deed = (response, stored) => {
  const { request, answer, input } = response;
  if (!input.isBackground) return refusal('Cannot cancel a synchronous response.');
  if (stored.progressOf(response) === 'done') return refusal('Cannot cancel a completed response.');
  response.isCancelled = true;
  return encodeStored(request, answer, 'cancelled');
};

function refusal(message: string): ApiError {
  return apiError(ERROR_KINDS.malformedBody, message);
}

const listInput: Deed = ({ answer, input: { body } }, _stored, head) => {
  if (body === null) {
    const message = 'The input of this response is not kept: it was too long, or many have come since.';
    return apiError(ERROR_KINDS.responseNotFound, message);
  }
  const limit = head.parameter('limit') === '' ? ITEMS_DEFAULT : Number(head.parameter('limit'));
  if (!Number.isInteger(limit) || limit < 1 || limit > ITEMS_MAX) {
    return invalid('limit', `expected an integer between 1 and ${ITEMS_MAX}`);
  }
  const isAscending = head.parameter('order') === 'asc';
  const text = Buffer.from(body, 'latin1').toString();
  return encodeInputItems(text, answer, { limit, isAscending, after: head.parameter('after') });
};
