/**
 * Stored responses by their ids: asked for, cancelled, deleted, and what they were asked. Main thread. They take no slot: a response in
 * the background is worked on by nobody.
 */
import type { Dialect } from '../../protocols/contract/dialect.js';
import type { ReplyBody } from '../../protocols/contract/reply-body.js';
import { SERVER_SENT_EVENTS } from '../../protocols/contract/stream-format.js';
import { invalid } from '../../protocols/openai/common/wording.js';
import { encodeDeleted, encodeInputItems, encodeStored } from '../../protocols/openai/responses/stored.js';
import { dialectOf } from '../../protocols/providers.js';
import { type ApiError, apiError, ERROR_KINDS, isApiError, shortened } from '../../shared/errors.js';
import { ENDPOINTS } from '../../shared/labels.js';
import { nextRequestId } from '../admission/request-id.js';
import type { StoredResponse, StoredResponses } from '../stored/stored-responses.js';
import { JSON_HEADERS, STREAM_HEADERS } from '../transport/reply-heads.js';
import { createReplyHead, type RequestHead } from '../transport/transport.js';
import type { Answer, Page, PageContext } from './page.js';
import { streamAgain } from './response-stream.js';

/** Where responses are made, the id stands behind; two names there are those of other endpoints, which are not here. */
const PATH =
  /^\/(?:v1|openai|openai\/v1|compatible-mode\/v1)\/responses\/(?!(?:compact|input_tokens)$)([^/]+)(?:\/(cancel|input_items))?$/;
const ITEMS_DEFAULT = 20;
const ITEMS_MAX = 100;

const OK = 200;
const WHOLE_NUMBER = /^\d{1,15}$/;

/** That it is to be streamed, without its first `eventsKnown` events. */
class Again {
  constructor(
    readonly response: StoredResponse,
    readonly eventsKnown: number,
  ) {}
}

type Told = string | ReplyBody | ApiError | Again;

/** What is done with a response that there is. */
type Deed = (response: StoredResponse, stored: StoredResponses, head: RequestHead) => Told;

/** Finds the page for a path. */
export function createResponsePages(
  context: PageContext,
  answerIn: (dialect: Dialect) => Answer,
): (path: string) => Page | undefined {
  const { stored } = context;
  const endpoint = ENDPOINTS.indexOf('/v1/responses/{id}');
  const page = (methods: readonly string[], deedFor: (method: string) => Deed): Page => ({
    endpoint,
    guarded: true,
    isOfApi: true,
    methods,
    answer(transport, head, extra) {
      const dialect = dialectOf(head.path);
      const own = [...(dialect.headers ?? []), ...extra];
      const headers = [...JSON_HEADERS, ...own];
      const answer = answerIn(dialect);
      const told = tell(stored, head, deedFor(head.method));
      if (told instanceof Again) {
        context.state.countReply(endpoint, OK);
        const { contentType } = SERVER_SENT_EVENTS;
        const streamHead = createReplyHead(
          [['content-type', contentType], ...STREAM_HEADERS, ...own],
          dialect,
        );
        streamAgain(transport, streamHead, told.response, told.eventsKnown, context);
      } else if (typeof told === 'string' || !isApiError(told)) answer(transport, 200, headers, told);
      else {
        const body = dialect.encodeError(told, dialect.requestId(nextRequestId()));
        answer(transport, dialect.statusOf(told.kind), headers, body);
      }
    },
  });
  const whole = page(['get', 'head', 'delete'], (method) => (method === 'delete' ? remove : show));
  const pages = new Map([
    ['cancel', page(['post'], () => cancel)],
    ['input_items', page(['get', 'head'], () => listInput)],
  ]);
  return (path) => {
    const match = PATH.exec(path);
    return match === null ? undefined : (pages.get(match[2] ?? '') ?? whole);
  };
}

function tell(stored: StoredResponses | null, head: RequestHead, deed: Deed): Told {
  const id = PATH.exec(head.path)?.[1] ?? '';
  const response = stored?.find(id) ?? null;
  if (stored !== null && response !== null) return deed(response, stored, head);
  return apiError(ERROR_KINDS.responseNotFound, `Response with id '${shortened(id)}' not found.`);
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
