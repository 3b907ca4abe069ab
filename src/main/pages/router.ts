/**
 * Answers what asks for no model: pages, unknown paths, wrong methods. Main thread. The listeners look up the APIs
 * themselves.
 */

import type { Dialect } from '../../protocols/contract/dialect.js';
import { dialectOf } from '../../protocols/providers.js';
import type { Defects } from '../../shared/defects.js';
import { type ApiError, apiError, ERROR_KINDS, shortened } from '../../shared/errors.js';
import { ENDPOINTS, MODEL_ENDPOINTS } from '../../shared/labels.js';
import type { Admission } from '../admission/admission.js';
import type { Refuser } from '../admission/refuser.js';
import { nextRequestId } from '../admission/request-id.js';
import type { ControlApi } from '../control/control-api.js';
import type { ApiRoutes } from '../reading/api-routes.js';
import { likelyPath } from '../reading/head/likely-path.js';
import type { Recorder } from '../records/recorder.js';
import type { BrowserRules } from '../transport/browsers/browser-rules.js';
import type { CrossOrigin } from '../transport/cross-origin.js';
import type { ReplyHeads } from '../transport/reply-heads.js';
import {
  createReplyHead,
  NO_CONTENT,
  NOBODY,
  type ReplyHead,
  type RequestHead,
  type Transport,
} from '../transport/transport.js';
import type { Page } from './page.js';
import type { Pages } from './pages.js';

const READING = ['get', 'head'];
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
  /** null where no page of another origin may ask. */
  readonly crossOrigin: CrossOrigin | null;
  readonly browsers: BrowserRules;
}

/** How a refusal is told. */
interface Voice {
  readonly dialect: Dialect;
  readonly heads: ReplyHeads;
}

export class Router {
  /** Set once at start-up, where there is a key for it. */
  control: ControlApi | null = null;
  #guessedFor = '';
  #guess: string | null = null;

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
    const { pages, routes, browsers } = this.options;
    const { method, path } = head;
    if (this.control?.has(path)) {
      this.control.answer(head, transport, browsers.checkPage(head, 'people'));
      return;
    }
    const route = routes.find(head);
    const page = route === undefined ? pages.find(path) : undefined;
    const taken = page?.methods ?? READING;
    const isOfApi = route !== undefined || page?.isOfApi === true;
    const methods = page === undefined ? 'POST' : taken.join(', ').toUpperCase();
    if (isOfApi && this.#answerPreflight(head, transport, methods)) return;
    if (page !== undefined && taken.includes(method)) this.#answer(page, head, transport);
    else if (page !== undefined)
      this.#refuseMethod(head, transport, page.endpoint, methods, isOfApi, page.dialectFor?.(head));
    else if (route !== undefined)
      this.#refuseMethod(head, transport, route.endpoint, methods, isOfApi, route.dialect);
    else this.#refuseUnknown(head, transport);
  }

  /** A browser asks what it may send; whether it was that, and may. It is not counted: it asks for nothing. */
  #answerPreflight(asked: RequestHead, transport: Transport, methods: string): boolean {
    const headers = this.options.crossOrigin?.preflight(asked, methods) ?? null;
    if (headers === null) return false;
    const head = createReplyHead(headers, dialectOf(asked.path));
    const { endsConnections } = this.options.admission;
    const gone = transport.send(NO_CONTENT, head, nextRequestId(), '', endsConnections);
    if (!gone) transport.attach(NOBODY);
    return true;
  }

  #answer(page: Page, head: RequestHead, transport: Transport): void {
    const { admission, crossOrigin, browsers } = this.options;
    const unwanted = browsers.checkPage(head, page.audience ?? 'people');
    const isDeed = page.isOfApi === true && head.method === 'post';
    const refusal =
      unwanted ??
      (isDeed ? browsers.checkPost(head) : null) ??
      (page.guarded ? admission.checkKey(head) : null);
    const isOfApi = page.isOfApi === true;
    if (refusal !== null)
      this.#refuse(
        refusal,
        head,
        transport,
        page.endpoint,
        this.#voiceFor(head, isOfApi, page.dialectFor?.(head)),
      );
    else page.answer(transport, head, isOfApi ? (crossOrigin?.headersFor(head) ?? []) : []);
  }

  /** In the dialect of the path, unless a route there has another one. */
  #voiceFor(asked: RequestHead, isOfApi: boolean, dialect = dialectOf(asked.path)): Voice {
    const { headsOf, crossOrigin } = this.options;
    const tells = isOfApi && crossOrigin !== null;
    return { dialect, heads: tells ? crossOrigin.headsFor(dialect, asked) : headsOf(dialect) };
  }

  #refuseMethod(
    asked: RequestHead,
    transport: Transport,
    endpoint: number,
    allow: string,
    isOfApi: boolean,
    dialect?: Dialect,
  ): void {
    const { method, path } = asked;
    const message = `Not allowed to ${shownMethod(method)} on ${shownPath(path)}. Allowed: ${allow}.`;
    const voice = this.#voiceFor(asked, isOfApi, dialect);
    const { headers } = voice.heads.error(ERROR_KINDS.methodNotAllowed);
    const head = createReplyHead([...headers, ['allow', allow]], voice.dialect);
    this.#refuse(apiError(ERROR_KINDS.methodNotAllowed, message), asked, transport, endpoint, voice, head);
  }

  #refuseUnknown(asked: RequestHead, transport: Transport): void {
    const { method, path } = asked;
    const meant = this.#likelyPath(path);
    const hint = meant === null ? '' : ` Did you mean ${methodOf(meant)} ${meant}?`;
    const message = `Unknown request URL: ${shownMethod(method)} ${shownPath(path)}. Please check the URL for typos.${hint}`;
    const voice = this.#voiceFor(asked, false, dialectOf(meant ?? path));
    this.#refuse(apiError(ERROR_KINDS.notFound, message), asked, transport, OTHER, voice);
  }

  /** Whoever asks for a wrong path does so again and again: the last one is remembered, since to guess takes its time. */
  #likelyPath(path: string): string | null {
    if (path !== this.#guessedFor) [this.#guessedFor, this.#guess] = [path, likelyPath(path)];
    return this.#guess;
  }

  #refuse(
    error: ApiError,
    asked: RequestHead,
    transport: Transport,
    endpoint: number,
    { dialect, heads }: Voice,
    head?: ReplyHead,
  ): void {
    const { refuser, admission, recorder } = this.options;
    recorder?.refused(dialect.statusOf(error.kind), endpoint, asked);
    refuser.send(transport, { endpoint, dialect, heads, asked }, error, admission.endsConnections, head);
  }
}

/** By which method a path is asked for that is here. */
function methodOf(path: string): string {
  return (MODEL_ENDPOINTS as readonly string[]).includes(path) ? 'POST' : 'GET';
}

function shownMethod(method: string): string {
  return shortened(method).toUpperCase();
}

function shownPath(path: string): string {
  return shortened(path, PATH_SHOWN_CHARACTERS_MAX);
}
