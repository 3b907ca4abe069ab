/**
 * What answers at once and never takes a slot: /health, /ready, /metrics and the live page, which show what the server is
 * doing, and the lists of models. Main thread; the rendering of metrics is left to a worker.
 */

import { BytesBody, WHOLE_BYTES_MAX } from '../../protocols/contract/reply-body.js';
import { PROVIDERS } from '../../protocols/providers.js';
import { ENDPOINTS, type Endpoint } from '../../shared/labels.js';
import { nextRequestId } from '../admission/request-id.js';
import { JSON_HEADERS } from '../transport/reply-heads.js';
import { createReplyHead } from '../transport/transport.js';
import { createDashboardPages } from './dashboard-pages.js';
import { createHealthReport } from './health.js';
import { createMetricsPage } from './metrics-page.js';
import { createModelPage, type ListAt } from './model-page.js';
import type { Answer, Page, PageContext } from './page.js';
import { unreadyReason } from './readiness.js';
import { createResponsePages } from './response-pages.js';

/** The pages by path. */
export interface Pages {
  find(path: string): Page | undefined;
}

export function createPages(context: PageContext): Pages {
  const lists = modelPages(context);
  const responsePages = createResponsePages(context, (dialect) =>
    answerAs('/v1/responses/{id}', context, dialect),
  );
  const listsOfEach = lists.filter(({ hasEach }) => hasEach);
  const pages: ReadonlyMap<string, Page> = new Map([
    ...(context.config.dashboard ? createDashboardPages(answerAs('/', context)) : []),
    ['/health', healthPage(context)],
    ['/ready', readyPage(context)],
    ['/version', versionPage(context)],
    ['/ping', pingPage(context)],
    ['/metrics', createMetricsPage({ ...context, answer: answerAs('/metrics', context) })],
    ...lists.map(({ below, page }) => [below.slice(0, -1), page] as const),
  ]);
  return {
    find(path) {
      const page = pages.get(path) ?? responsePages(path);
      if (page !== undefined) return page;
      const list = listsOfEach.find(({ below }) => path.startsWith(below) && path.length > below.length);
      const namesMethod = list?.methodMark !== undefined && path.includes(list.methodMark, list.below.length);
      return namesMethod ? undefined : list?.page;
    },
  };
}

/** A page for each path at which models are listed. Lists that only some requests see are ahead of those for all. */
function modelPages(context: PageContext) {
  const all = PROVIDERS.flatMap(({ models, dialect }) =>
    models.flatMap((list) => {
      const at = { list, dialect, answer: answerAs(list.path, context, dialect) };
      return [list.path, ...(list.alsoAt === undefined ? [] : [list.alsoAt])].map((path) => ({ path, at }));
    }),
  );
  const isForAll = ({ at }: (typeof all)[number]): boolean => at.list.header === undefined;
  return [...new Set(all.map(({ path }) => path))].map((path) => {
    const here = all.filter((one) => one.path === path);
    const sorted = [...here.filter((one) => !isForAll(one)), ...here.filter(isForAll)].map(({ at }) => at);
    const page = createModelPage(sorted as [ListAt, ...ListAt[]], context);
    const hasEach = here.some(({ at }) => at.list.encodeOne !== undefined);
    return { below: `${path}/`, methodMark: here[0]?.at.list.methodMark, hasEach, page };
  });
}

function answerAs(
  endpoint: Endpoint,
  { state, admission }: PageContext,
  dialect = PROVIDERS[0].dialect,
): Answer {
  const index = ENDPOINTS.indexOf(endpoint);
  return (transport, status, headers, body) => {
    state.countReply(index, status);
    const head = createReplyHead(headers, dialect);
    // Bytes of a page stay as they are, so none of its readers needs a copy.
    const isLong = Buffer.isBuffer(body) && body.length > WHOLE_BYTES_MAX;
    const sent = isLong ? new BytesBody(body) : body;
    return transport.send(status, head, nextRequestId(), sent, admission.endsConnections);
  };
}

function healthPage(context: PageContext): Page {
  const health = createHealthReport(context);
  const answer = answerAs('/health', context);
  return {
    endpoint: ENDPOINTS.indexOf('/health'),
    guarded: false,
    audience: 'machines',
    answer(transport) {
      const { status, body } = health();
      answer(transport, status, JSON_HEADERS, body);
    },
  };
}

function readyPage(context: PageContext): Page {
  const { admission, pool } = context;
  const answer = answerAs('/ready', context);
  return {
    endpoint: ENDPOINTS.indexOf('/ready'),
    guarded: false,
    audience: 'machines',
    answer(transport) {
      const reason = unreadyReason(admission, pool);
      const body = JSON.stringify(reason === null ? { ready: true } : { ready: false, reason });
      answer(transport, reason === null ? 200 : 503, JSON_HEADERS, body);
    },
  };
}

/** As vLLM tells its own. */
function versionPage(context: PageContext): Page {
  const body = JSON.stringify({ version: context.version });
  const answer = answerAs('/version', context);
  return {
    endpoint: ENDPOINTS.indexOf('/version'),
    guarded: false,
    audience: 'machines',
    answer: (transport) => answer(transport, 200, JSON_HEADERS, body),
  };
}

/** As vLLM has it for SageMaker, which asks in either way: nothing but a status. */
function pingPage(context: PageContext): Page {
  const answer = answerAs('/ping', context);
  return {
    endpoint: ENDPOINTS.indexOf('/ping'),
    guarded: false,
    audience: 'machines',
    methods: ['get', 'head', 'post'],
    answer: (transport) => answer(transport, 200, JSON_HEADERS, ''),
  };
}
