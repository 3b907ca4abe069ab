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
import { createModelPage } from './model-page.js';
import type { Answer, Page, PageContext } from './page.js';

/** The pages by path. */
export interface Pages {
  find(path: string): Page | undefined;
}

export function createPages(context: PageContext): Pages {
  const lists = PROVIDERS.flatMap(({ models }) =>
    models.map((list) => {
      const page = createModelPage(list, context, answerAs(list.path, context));
      return {
        below: `${list.path}/`,
        methodMark: list.methodMark,
        hasEach: list.encodeOne !== undefined,
        page,
      };
    }),
  );
  const listsOfEach = lists.filter(({ hasEach }) => hasEach);
  const pages: ReadonlyMap<string, Page> = new Map([
    ...(context.config.dashboard ? createDashboardPages(answerAs('/', context)) : []),
    ['/health', healthPage(context)],
    ['/ready', readyPage(context)],
    ['/metrics', createMetricsPage({ ...context, answer: answerAs('/metrics', context) })],
    ...lists.map(({ below, page }) => [below.slice(0, -1), page] as const),
  ]);
  return {
    find(path) {
      const page = pages.get(path);
      if (page !== undefined) return page;
      const list = listsOfEach.find(({ below }) => path.startsWith(below) && path.length > below.length);
      const namesMethod = list?.methodMark !== undefined && path.includes(list.methodMark, list.below.length);
      return namesMethod ? undefined : list?.page;
    },
  };
}

function answerAs(endpoint: Endpoint, { state, admission }: PageContext): Answer {
  const [{ dialect }] = PROVIDERS;
  const index = ENDPOINTS.indexOf(endpoint);
  return (transport, status, headers, body) => {
    state.countReply(index, status);
    const head = createReplyHead(headers, dialect);
    // Bytes of a page stay as they are, so none of its readers needs a copy.
    const isLong = typeof body !== 'string' && body.length > WHOLE_BYTES_MAX;
    const sent = isLong ? new BytesBody(body) : body;
    transport.send(status, head, nextRequestId(), sent, admission.endsConnections);
  };
}

function healthPage(context: PageContext): Page {
  const health = createHealthReport(context);
  const answer = answerAs('/health', context);
  return {
    endpoint: ENDPOINTS.indexOf('/health'),
    guarded: false,
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
    answer(transport) {
      const reason = admission.draining ? 'draining' : pool.warm && !admission.starting ? null : 'starting';
      const body = JSON.stringify(reason === null ? { ready: true } : { ready: false, reason });
      answer(transport, reason === null ? 200 : 503, JSON_HEADERS, body);
    },
  };
}
