/**
 * What is told of a stored response: itself, as far as it has come, its input, and that it is gone. Pure.
 * Source: OpenAI's public OpenAPI description (getResponse, deleteResponse, cancelResponse, listInputItems).
 */
import type { Answer, ModelRequest } from '../../contract/protocol.js';
import type { ReplyBody } from '../../contract/reply-body.js';
import { isObject, type JsonObject } from '../../request/body/json-body.js';
import type { TextRequest } from '../../request/text-request.js';
import { encodeOpenResponse } from './object.js';
import { encodeWhole, openEvents } from './responses.js';

/** The response of a request that the Responses API has read. */
export function encodeStored(
  request: ModelRequest,
  answer: Answer,
  progress: 'queued' | 'in_progress' | 'cancelled' | 'done',
): string | ReplyBody {
  const own = request as TextRequest;
  return progress === 'done' ? encodeWhole(own, answer) : encodeOpenResponse(own, answer, progress);
}

/** The events by which it was streamed, or would have been. */
export function openStored(request: ModelRequest, answer: Answer): ReturnType<typeof openEvents> {
  return openEvents(request as TextRequest, answer);
}

export function encodeDeleted({ uuid }: Answer): string {
  return `{"id":"resp_${uuid}","object":"response","deleted":true}`;
}

/** Of a list of items: `after` is the id that it begins behind, empty for the start. */
export interface ItemsAsked {
  readonly limit: number;
  readonly isAscending: boolean;
  readonly after: string;
}

/** `body` is the request that was right when it was read. */
export function encodeInputItems(
  body: string,
  { uuid }: Answer,
  { limit, isAscending, after }: ItemsAsked,
): string {
  const { input } = JSON.parse(body) as JsonObject;
  const list: readonly unknown[] = Array.isArray(input) ? input : [{ role: 'user', content: input }];
  const items = list.filter(isObject).map((item, index) => itemOf(item, `msg_${uuid}_${index}`));
  if (!isAscending) items.reverse();
  const start = items.findIndex(({ id }) => id === after) + 1;
  const page = items.slice(start, start + limit);
  return JSON.stringify({
    object: 'list',
    data: page,
    first_id: page[0]?.id ?? null,
    last_id: page.at(-1)?.id ?? null,
    has_more: start + limit < items.length,
  });
}

/** As the service gives it back: with an id, and a text as a part of its role's type. */
function itemOf(item: JsonObject, id: string): JsonObject {
  if (typeof item.type === 'string' && item.type !== 'message') return { id, ...item };
  const type = item.role === 'assistant' ? 'output_text' : 'input_text';
  const content = typeof item.content === 'string' ? [{ type, text: item.content }] : item.content;
  return { id, status: 'completed', ...item, type: 'message', content };
}
