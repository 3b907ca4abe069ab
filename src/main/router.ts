/**
 * Which path leads where. Main thread. The chat endpoints are looked up by the listeners themselves; everything else
 * (pages, unknown paths, wrong methods) comes here.
 */
import { randomUUID } from 'node:crypto';
import { type ApiError, apiError, ERROR_KINDS } from '../errors.js';
import { ENDPOINTS } from '../labels.js';
import { dashScopeDialect, openAiDialect } from '../protocols/dialect.js';
import type { SharedState } from '../shared-state.js';
import type { Admission } from './admission.js';
import type { ChatRoute } from './exchange.js';
import type { Page } from './pages.js';
import { JSON_HEADERS } from './refusals.js';
import type { Headers, RequestHead, Transport } from './transport.js';

/** Everything below this mount speaks DashScope's dialect, its 404s included. */
const COMPATIBLE_MODE = '/compatible-mode/';

export const CHAT_ROUTES: readonly ChatRoute[] = [
  {
    path: '/v1/chat/completions',
    endpoint: ENDPOINTS.indexOf('/v1/chat/completions'),
    dialect: openAiDialect,
  },
  {
    path: '/compatible-mode/v1/chat/completions',
    endpoint: ENDPOINTS.indexOf('/compatible-mode/v1/chat/completions'),
    dialect: dashScopeDialect,
  },
];

const CHAT_ROUTES_BY_PATH: ReadonlyMap<string, ChatRoute> = new Map(CHAT_ROUTES.map((r) => [r.path, r]));

/** The chat endpoint that a request asks for, if any. */
export function findChatRoute(method: string, path: string): ChatRoute | undefined {
  return method === 'post' ? CHAT_ROUTES_BY_PATH.get(path) : undefined;
}

/** Answers what is not a chat request. */
export class Router {
  constructor(
    private readonly pages: ReadonlyMap<string, Page>,
    private readonly state: SharedState,
    private readonly admission: Admission,
  ) {}

  route(head: RequestHead, transport: Transport): void {
    const { method, path } = head;
    const page = this.pages.get(path);
    const isRead = method === 'get' || method === 'head';
    if (page !== undefined && isRead) page(transport);
    else if (page !== undefined) this.#refuseMethod(head, transport, 'GET, HEAD');
    else if (CHAT_ROUTES_BY_PATH.has(path)) this.#refuseMethod(head, transport, 'POST');
    else this.#refuseUnknown(head, transport);
  }

  #refuseMethod({ method, path }: RequestHead, transport: Transport, allow: string): void {
    const message = `Not allowed to ${method.toUpperCase()} on ${path}. Allowed: ${allow}.`;
    const headers: Headers = [...JSON_HEADERS, ['allow', allow]];
    this.#refuse(apiError(ERROR_KINDS.methodNotAllowed, message), path, headers, transport);
  }

  #refuseUnknown({ method, path }: RequestHead, transport: Transport): void {
    const message = `Unknown request URL: ${method.toUpperCase()} ${path}. Please check the URL for typos.`;
    this.#refuse(apiError(ERROR_KINDS.notFound, message), path, JSON_HEADERS, transport);
  }

  #refuse(error: ApiError, path: string, headers: Headers, transport: Transport): void {
    const dialect = path.startsWith(COMPATIBLE_MODE) ? dashScopeDialect : openAiDialect;
    const requestId = dialect.requestId(randomUUID());
    const endpoint = (ENDPOINTS as readonly string[]).indexOf(path);
    this.state.countReply(endpoint === -1 ? ENDPOINTS.indexOf('other') : endpoint, error.kind.status);
    this.state.countRejection(error.kind.reason);
    transport.send(
      error.kind.status,
      headers,
      requestId,
      dialect.encodeError(error, requestId),
      this.admission.draining,
    );
  }
}
