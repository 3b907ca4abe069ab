/**
 * Answers what asks for no model: pages, unknown paths, wrong methods. Main thread. The listeners look up the APIs
 * themselves.
 */

import type { Dialect } from '../../protocols/contract/dialect.js';
import { dialectOf } from '../../protocols/providers.js';
import type { Defects } from '../../shared/defects.js';
import { type ApiError, apiError, ERROR_KINDS, shortened } from '../../shared/errors.js';
import { ENDPOINTS } from '../../shared/labels.js';
import type { Admission } from '../admission/admission.js';
import type { Refuser } from '../admission/refuser.js';
import type { ControlApi } from '../control/control-api.js';
import type { ApiRoutes } from '../reading/api-routes.js';
import type { Recorder } from '../records/recorder.js';
import type { ReplyHeads } from '../transport/reply-heads.js';
import { createReplyHead, type ReplyHead, type RequestHead, type Transport } from '../transport/transport.js';
import type { Page } from './page.js';
import type { Pages } from './pages.js';

const OTHER = ENDPOINTS.indexOf('other');
/** Of a path, in a message to whoever asked for it. */
const PATH_SHOWN_CHARACTERS_MAX = 256;

export interface RouterOptions {
  readonly routes: ApiRoutes;
  readonly pages: Pages;
  readonly admission: Admission;
  readonly refuser: Refuser;
  readonly defects: Defects;
  /** null where nobody may ask for what it keeps. */
  readonly recorder: Recorder | null;
  readonly headsOf: (dialect: Dialect) => ReplyHeads;
}

export class Router {
  /** Set once at start-up, where there is a key for it. */
  control: ControlApi | null = null;

  constructor(private readonly options: RouterOptions) {}

  /** Answers one request; what is thrown meanwhile closes its connection, and touches nothing else. */
  route(head: RequestHead, transport: Transport): void {
    try {
      this.#route(head, transport);
    } catch (error) {
      this.options.defects.report(error, 'page');
      transport.close();
    }
  }

  #route(head: RequestHead, transport: Transport): void {
    const { pages, routes } = this.options;
    const { method, path } = head;
    if (this.control?.has(path)) {
      this.control.answer(head, transport);
      return;
    }
    const route = routes.find(head);
    const page = route === undefined ? pages.find(path) : undefined;
    const isRead = method === 'get' || method === 'head';
    if (page !== undefined && isRead) this.#answer(page, head, transport);
    else if (page !== undefined) this.#refuseMethod(head, transport, page.endpoint, 'GET, HEAD');
    else if (route !== undefined) this.#refuseMethod(head, transport, route.endpoint, 'POST', route.dialect);
    else this.#refuseUnknown(head, transport);
  }

  #answer(page: Page, head: RequestHead, transport: Transport): void {
    const refusal = page.guarded ? this.options.admission.checkKey(head) : null;
    if (refusal === null) page.answer(transport, head);
    else this.#refuse(refusal, head, transport, page.endpoint, dialectOf(head.path));
  }

  #refuseMethod(
    asked: RequestHead,
    transport: Transport,
    endpoint: number,
    allow: string,
    dialect = dialectOf(asked.path),
  ): void {
    const { method, path } = asked;
    const message = `Not allowed to ${shownMethod(method)} on ${shownPath(path)}. Allowed: ${allow}.`;
    const head = createReplyHead([...this.options.headsOf(dialect).json.headers, ['allow', allow]], dialect);
    this.#refuse(apiError(ERROR_KINDS.methodNotAllowed, message), asked, transport, endpoint, dialect, head);
  }

  #refuseUnknown(asked: RequestHead, transport: Transport): void {
    const { method, path } = asked;
    const message = `Unknown request URL: ${shownMethod(method)} ${shownPath(path)}. Please check the URL for typos.`;
    this.#refuse(apiError(ERROR_KINDS.notFound, message), asked, transport, OTHER, dialectOf(path));
  }

  #refuse(
    error: ApiError,
    asked: RequestHead,
    transport: Transport,
    endpoint: number,
    dialect: Dialect,
    head?: ReplyHead,
  ): void {
    const { refuser, admission, headsOf, recorder } = this.options;
    recorder?.refused(dialect.statusOf(error.kind), endpoint, asked);
    refuser.send(
      transport,
      { endpoint, dialect, heads: headsOf(dialect) },
      error,
      admission.endsConnections,
      head,
    );
  }
}

function shownMethod(method: string): string {
  return shortened(method).toUpperCase();
}

function shownPath(path: string): string {
  return shortened(path, PATH_SHOWN_CHARACTERS_MAX);
}
