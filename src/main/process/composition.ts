/**
 * Makes and joins the parts that a request passes in the main thread: those by which every thread serves, and the pages and the
 * router, which are the main thread's alone. Main thread, once.
 */
import type { WorkerPool } from '../../workers/pool.js';
import { createPages } from '../pages/pages.js';
import type { AskElsewhere } from '../pages/response-told.js';
import { Router } from '../pages/router.js';
import { createServing } from '../serving/request-path.js';
import type { Serving, ServingOptions } from '../serving/serving.js';

export interface RequestPathOptions extends ServingOptions {
  readonly version: string;
  readonly pool: WorkerPool;
  /** Where other threads store answers as well; else left out. */
  readonly askElsewhere?: AskElsewhere;
}

export interface RequestPath extends Serving {
  readonly router: Router;
}

export function createRequestPath(options: RequestPathOptions): RequestPath {
  const { config, version, state, pool, defects } = options;
  const serving = createServing(options);
  const { admission, models, countedRows, refuser, headsOf, crossOrigin, routes, browsers, sending } =
    serving;
  const { stored, recorder } = serving.exchanges;
  const pages = createPages({
    config,
    version,
    state,
    admission,
    pool,
    defects,
    modelNames: () => models.names,
    countedRows,
    modelOf: (name) => models.behaviorOf(name, null),
    stored,
    sending,
    ...(options.askElsewhere === undefined ? {} : { askElsewhere: options.askElsewhere }),
  });
  return {
    ...serving,
    router: new Router({
      routes,
      pages,
      admission,
      refuser,
      defects,
      recorder,
      headsOf,
      crossOrigin,
      browsers,
    }),
  };
}
