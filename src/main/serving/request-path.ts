/**
 * Makes and joins the parts by which one thread serves requests: from the settings to what a listener hands requests to. In the main
 * thread, and in every other that serves; once in each.
 */
import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { Limit } from '../../behavior/limits/limit.js';
import { withChosen } from '../../behavior/models/choose-models.js';
import type { ModelCatalog } from '../../behavior/models/model-catalog.js';
import { ModelTable } from '../../behavior/models/model-table.js';
import type { Config } from '../../config/config.js';
import type { Dialect } from '../../protocols/contract/dialect.js';
import { PROVIDERS } from '../../protocols/providers.js';
import type { Defects } from '../../shared/defects.js';
import type { SharedState } from '../../shared/state.js';
import { TokenCounter } from '../../workers/token-counter.js';
import type { WorkPool } from '../../workers/work-pool.js';
import { Admission } from '../admission/admission.js';
import { type ConnectionRefusal, createConnectionRefusal } from '../admission/connection-refusal.js';
import { Callers } from '../admission/limits/callers.js';
import { RateLimiter } from '../admission/limits/rate-limiter.js';
import { MemoryBudget } from '../admission/memory-budget.js';
import { createRefusals, type Room, tellRoom } from '../admission/refusals.js';
import { Refuser } from '../admission/refuser.js';
import { isOwnId } from '../admission/request-id.js';
import { WaitingLine } from '../admission/waiting-line.js';
import { ApiRoutes } from '../reading/api-routes.js';
import { createContent, createModels, createPlanner, limitsOf } from '../reading/behavior-parts.js';
import { BodyParser } from '../reading/body-parser.js';
import { CountedRows, rowsWarning } from '../reading/counted-rows.js';
import { RequestOverrides } from '../reading/head/request-overrides.js';
import { PrefixCache } from '../reading/prefixes/prefix-cache.js';
import { RequestReader } from '../reading/request-reader.js';
import { FailedRequests } from '../records/failed-requests.js';
import { Recorder } from '../records/recorder.js';
import type { ExchangeContext } from '../replying/exchange-context.js';
import type { OrderedFaults } from '../replying/ordered-faults.js';
import type { SendingContext } from '../replying/sending.js';
import { DelayWheel, type Timers } from '../replying/timing/delay-wheel.js';
import { ownEventLoop, steppedLoop } from '../replying/timing/event-loop.js';
import { PollClock } from '../replying/timing/poll-clock.js';
import { WallClock } from '../replying/timing/wall-clock.js';
import { StoredResponses } from '../stored/stored-responses.js';
import { AllowedHosts } from '../transport/browsers/allowed-hosts.js';
import { BrowserRules } from '../transport/browsers/browser-rules.js';
import { CrossOrigin } from '../transport/cross-origin.js';
import { AnswerPacking } from '../transport/packing/answer-packing.js';
import { createReplyHeads, type ReplyHeads } from '../transport/reply-heads.js';
import { SharedTurns } from '../transport/shared-turns.js';
import { attachTables, type SharedTables } from './shared-tables.js';

const MS_PER_SECOND = 1_000;
const HOLD_OPEN_MS_MAX = 5_000;
export interface ServingOptions {
  readonly config: Config;
  /** As this thread sees it. */
  readonly state: SharedState;
  readonly workPool: WorkPool;
  readonly defects: Defects;
  /** Faults that are ordered for the next requests. */
  readonly nextFaults?: OrderedFaults;
  /** Rows of the models file that have figures of their own in other threads, in the order of their blocks. */
  readonly told?: readonly string[];
  /** Keeps a journal and statistics without ADMIN_KEY, too. */
  readonly keepsRecords?: boolean;
  /** What several threads that serve keep together; left out where one does. */
  readonly tables?: SharedTables;
  /** Monotonic, in milliseconds with fractions; Node's own unless a test moves it. */
  readonly now?: () => number;
  /** What the delays wait by; Node's own unless a test moves the time. */
  readonly timers?: Timers;
}

export interface Serving {
  /** Changes the queue, and tells of the cap, which is the shared state's. Requests in flight, or waiting, above them stay. */
  setRoom(room: Room): void;
  /** Counted faults begin anew, in all threads that serve. */
  forgetFaultCounts(): void;
  /** Replaces what the models file says; gives back what the operator should know of it, null where there is nothing. */
  replaceModels(table: ModelTable): string | null;
  /** What the operator should know of the models file at the start. */
  readonly modelsWarning: string | null;
  /** Those that are told apart. */
  readonly countedRows: CountedRows;
  /** Other rate limits hold from now on. */
  setLimits(limits: readonly Limit[]): void;
  /** Whoever is refused for want of room is told to come again at another time from now on. */
  setRetry(config: Pick<Config, 'retryAfterSeconds' | 'shouldRetry'>): void;
  readonly callers: Callers;
  /** A shutdown begins: nobody is let in any more, and whoever waits is told so. */
  drain(): void;
  readonly admission: Admission;
  /** What was refused last, for the live page; null where there is none. Of this thread. */
  readonly failures: FailedRequests | null;
  readonly refuser: Refuser;
  readonly headsOf: (dialect: Dialect) => ReplyHeads;
  /** null where no page of another origin may ask. */
  readonly crossOrigin: CrossOrigin | null;
  readonly browsers: BrowserRules;
  /** Of what is sent by and by. */
  readonly sending: SendingContext;
  readonly routes: ApiRoutes;
  readonly models: ModelCatalog;
  readonly exchanges: ExchangeContext;
  readonly turns: SharedTurns;
  /** null where answers go out as they are. */
  readonly packing: AnswerPacking | null;
  /** For connections that ask for nothing, as they are ended at once. */
  readonly connectionRefusal: ConnectionRefusal;
}

const NO_ORDERS: OrderedFaults = { isEmpty: true, take: () => null };

export function createServing(options: ServingOptions): Serving {
  const { config, state, workPool, defects, now = () => performance.now() } = options;
  const budget = new MemoryBudget(state, getHeapStatistics().heap_size_limit);
  const headsOf = createReplyHeads(config);
  const crossOrigin = config.corsOrigin === null ? null : new CrossOrigin(config.corsOrigin, config);
  const browsers = new BrowserRules({ hosts: AllowedHosts.of(config.allowedHosts), crossOrigin });
  const refusals = createRefusals(config);
  const connectionRefusal = createConnectionRefusal(refusals, headsOf(PROVIDERS[0].dialect));
  const line = new WaitingLine(state, config.queueSizeMax, config.queueTimeoutMs);
  const admission = new Admission({ ...config, state, refusals, budget, line, browsers });
  const shared = options.tables === undefined ? null : attachTables(options.tables, state);
  const callers = new Callers(state, shared?.callers);
  const limiter =
    shared === null
      ? new RateLimiter([], now)
      : new RateLimiter([], () => shared.callers.common(now()), shared.meters);
  const setLimits = (limits: readonly Limit[]): void => {
    limiter.replace(limits);
    if (limits.length > 0) admission.needsCallers = true;
  };
  setLimits(config.rateLimits ?? []);
  const content = createContent(config.content, config.seed);
  const models = createModels(config);
  const rows = new CountedRows(state, config.dashboard, config.vllmMetrics);
  rows.take((options.told ?? []).map((name) => ({ name })));
  const untold = rows.take(config.modelsFile?.table.rows ?? []);
  // Only the live page shows them.
  const failures = config.dashboard
    ? new FailedRequests({ rowOf: (model) => models.behaviorOf(model, null).row })
    : null;
  const refuser = new Refuser(state, failures);
  const stored =
    config.storedResponsesMax === 0
      ? null
      : new StoredResponses({
          entriesMax: config.storedResponsesMax,
          now,
          isOwnId,
          known: shared?.responses ?? null,
        });
  const routes = new ApiRoutes({
    headsOf,
    parseOptions: {
      keepUserText: content.needsUserText,
      keepPrompt: config.usage === 'exact',
      keepPrefix: config.prefixCache === 'on',
      modelDefault: config.modelDefault,
      keepsResponses: stored !== null,
      stream: null,
    },
    crossOrigin,
  });
  const reader = new RequestReader({
    overrides: new RequestOverrides(limitsOf(config), config.allowRequestOverrides),
    models,
    rows,
    planner: createPlanner(config, content, state, shared?.faultCounts),
    bodyParser: new BodyParser(workPool, budget, defects, config.bodyBytesMax),
    refusals,
    state,
    prefixCache: config.prefixCache === 'on' ? new PrefixCache(undefined, options.tables?.prefixes) : null,
    tokenCounter: config.usage === 'exact' ? new TokenCounter(workPool, defects) : null,
    stored,
  });
  const keepsRecords = config.adminKey !== null || options.keepsRecords === true;
  const numbered = state.threads === 1 ? {} : { nextNumber: () => state.control.nextRecord() };
  const recorder = keepsRecords
    ? new Recorder({ now, bodyBytesMax: config.journalBodyBytes, ...numbered })
    : null;
  const { bodyBytesMax, stallTimeoutMs } = config;
  const holdOpenEveryMs = Math.min(HOLD_OPEN_MS_MAX, (config.keepAliveMs * 5) / 8);
  const polls = new PollClock(options.now === undefined ? ownEventLoop() : steppedLoop(now), now);
  const wheel = new DelayWheel(now, options.timers, () => polls.mark());
  // Plain fields alone: with a getter it would be a dictionary to V8, of which each field is looked up by its name (0.2 µs a request).
  const exchanges: ExchangeContext = {
    orders: options.nextFaults ?? NO_ORDERS,
    state,
    wheel,
    admission,
    line,
    callers,
    limiter,
    beginsAtOnce: config.headersAt === 'at-once',
    unavailableRetryMs: config.retryAfterSeconds * MS_PER_SECOND,
    refusals,
    refuser,
    defects,
    budget,
    reader,
    recorder,
    stored,
    bodyBytesMax,
    stallTimeoutMs,
    holdOpenEveryMs,
    now,
    wallClock: new WallClock(now),
    polls,
  };
  return {
    setRoom(room) {
      line.placesMax = room.queueSizeMax;
      line.timeoutMs = room.queueTimeoutMs;
      tellRoom(refusals, room);
      line.wake();
    },
    setLimits,
    forgetFaultCounts: () => shared?.faultCounts.forget(),
    setRetry(changed) {
      exchanges.unavailableRetryMs = changed.retryAfterSeconds * MS_PER_SECOND;
      for (const { dialect } of PROVIDERS) headsOf(dialect).setRetry(changed);
      crossOrigin?.setRetry(changed);
      Object.assign(connectionRefusal, createConnectionRefusal(refusals, headsOf(PROVIDERS[0].dialect)));
    },
    replaceModels(file) {
      const { chosenModels } = config;
      const table = chosenModels.length === 0 ? file : new ModelTable(withChosen(file.rows, chosenModels));
      models.replaceTable(table);
      return rowsWarning(rows.take(table.rows));
    },
    modelsWarning: rowsWarning(untold),
    countedRows: rows,
    callers,
    drain() {
      admission.draining = true;
      line.turnAllAway(refusals.draining);
    },
    admission,
    failures,
    models,
    routes,
    connectionRefusal,
    turns: new SharedTurns(() => performance.now()),
    packing: AnswerPacking.of(config),
    refuser,
    headsOf,
    crossOrigin,
    exchanges,
    browsers,
    sending: { wheel, now, stallTimeoutMs, holdOpenEveryMs, budget },
  };
}
