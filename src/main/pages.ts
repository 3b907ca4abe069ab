/**
 * The pages that show what the server is doing: /health, /ready and /metrics. Main thread. They never take a slot, and
 * leave the rendering of metrics to a worker.
 */
import { randomUUID } from 'node:crypto';
import type { Config } from '../config.js';
import { ENDPOINTS, type Endpoint, type Status } from '../labels.js';
import { openAiDialect } from '../protocols/dialect.js';
import type { SharedState } from '../shared-state.js';
import type { WorkerPool } from '../workers/pool.js';
import type { Admission } from './admission.js';
import { createHealthReport } from './health.js';
import { JSON_HEADERS } from './refusals.js';
import type { Headers, Transport, TransportOwner } from './transport.js';

/** Answers one request on the transport, at once or later. */
export type Page = (transport: Transport) => void;

export interface PageContext {
  readonly config: Config;
  readonly version: string;
  readonly state: SharedState;
  readonly admission: Admission;
  readonly pool: WorkerPool;
}

const METRICS_HEADERS: Headers = [['content-type', 'text/plain; version=0.0.4; charset=utf-8']];

/** The pages by path. */
export function createPages(context: PageContext): ReadonlyMap<string, Page> {
  const { state, admission, pool } = context;
  const health = createHealthReport(context);

  function answer(
    transport: Transport,
    endpoint: Endpoint,
    status: Status,
    headers: Headers,
    body: string,
  ): void {
    state.countReply(ENDPOINTS.indexOf(endpoint), status);
    transport.send(status, headers, openAiDialect.requestId(randomUUID()), body, admission.draining);
  }

  return new Map<string, Page>([
    [
      '/health',
      (transport) => {
        const { status, body } = health();
        answer(transport, '/health', status, JSON_HEADERS, body);
      },
    ],
    [
      '/ready',
      (transport) => {
        const reason = admission.draining ? 'draining' : pool.warm ? null : 'starting';
        const body = JSON.stringify(reason === null ? { ready: true } : { ready: false, reason });
        answer(transport, '/ready', reason === null ? 200 : 503, JSON_HEADERS, body);
      },
    ],
    [
      '/metrics',
      (transport) => {
        const client = new Waiter();
        transport.attach(client);
        pool.renderMetrics().then(
          (text) => {
            if (!client.gone) answer(transport, '/metrics', 200, METRICS_HEADERS, text);
          },
          (error: unknown) => {
            const body = `The metrics could not be rendered: ${describe(error)}\n`;
            if (!client.gone) answer(transport, '/metrics', 503, METRICS_HEADERS, body);
          },
        );
      },
    ],
  ]);
}

/** A client that waits for a page and may leave meanwhile. */
class Waiter implements TransportOwner {
  gone = false;
  onBody(): void {}
  onAbort(): void {
    this.gone = true;
  }
}

function describe(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return name === 'AbortError' ? 'no worker answered in time' : message;
}
