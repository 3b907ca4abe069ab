/**
 * /metrics. Main thread, which hands the page on and never renders it. All who ask while it is rendered get the same one, so
 * any number may ask at once.
 */

import type { Defects } from '../../shared/defects.js';
import { ENDPOINTS } from '../../shared/labels.js';
import type { WorkerPool } from '../../workers/pool.js';
import { NO_SNIFF } from '../transport/reply-heads.js';
import type { Headers, Transport } from '../transport/transport.js';
import type { Answer, Page } from './page.js';
import { PageReader } from './page-reader.js';

const METRICS_HEADERS: Headers = [['content-type', 'text/plain; version=0.0.4; charset=utf-8'], NO_SNIFF];

export interface MetricsPageOptions {
  readonly pool: Pick<WorkerPool, 'renderMetrics'>;
  readonly defects: Defects;
  /** The rows of the models file that figures are told by, in the order of their blocks. */
  readonly countedRows: { readonly names: readonly string[] };
  readonly answer: Answer;
}

export function createMetricsPage(options: MetricsPageOptions): Page {
  return {
    endpoint: ENDPOINTS.indexOf('/metrics'),
    guarded: false,
    audience: 'machines',
    answer(transport) {
      options.defects.catch(answerLater(transport, options), 'scrape');
    },
  };
}

async function answerLater(
  transport: Transport,
  { pool, countedRows, answer }: MetricsPageOptions,
): Promise<void> {
  const client = new PageReader();
  transport.attach(client);
  const outcome = await pool.renderMetrics(countedRows.names).catch((error: Error) => error);
  if (client.gone) return;
  if (Buffer.isBuffer(outcome)) answer(transport, 200, METRICS_HEADERS, outcome);
  else answer(transport, 503, METRICS_HEADERS, `The metrics could not be rendered: ${describe(outcome)}\n`);
}

function describe({ name, message }: Error): string {
  return name === 'AbortError' ? 'no worker answered in time' : message;
}
