/**
 * Makes and joins the parts by which one thread serves requests: from the settings to what a listener hands requests to. In the main
 * thread, and in every other that serves; once in each.
 */
import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { Limit } from '../../behavior/limits/limit.js';
import { withChosen } from '../../behavior/models/choose-models.js';
import { ModelTable } from '../../behavior/models/model-table.js';
import { PROVIDERS } from '../../protocols/providers.js';
import { TokenCounter } from '../../workers/token-counter.js';
import { Admission } from '../admission/admission.js';
import { createConnectionRefusal } from '../admission/connection-refusal.js';
import { Callers } from '../admission/limits/callers.js';
import { RateLimiter } from '../admission/limits/rate-limiter.js';
import { MemoryBudget } from '../admission/memory-budget.js';
import { createRefusals, tellRoom } from '../admission/refusals.js';
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
import { DelayWheel } from '../replying/timing/delay-wheel.js';
import { ownEventLoop, steppedLoop } from '../replying/timing/event-loop.js';
import { PollClock } from '../replying/timing/poll-clock.js';
import { WallClock } from '../replying/timing/wall-clock.js';
import { StoredResponses } from '../stored/stored-responses.js';
import { AllowedHosts } from '../transport/browsers/allowed-hosts.js';
import { BrowserRules } from '../transport/browsers/browser-rules.js';
import { CrossOrigin } from '../transport/cross-origin.js';
import { AnswerPacking } from '../transport/packing/answer-packing.js';
import { createReplyHeads } from '../transport/reply-heads.js';
import { SharedTurns } from '../transport/shared-turns.js';
import type { Serving, ServingOptions } from './serving.js';
import { attachTables } from './shared-tables.js';

const MS_PER_SECOND = 1_000;
const HOLD_OPEN_MS_MAX = 5_000;
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
          threads: state.threads,
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
    tokenCounter:
      config.usage === 'exact' ? new TokenCounter({ pool: workPool, budget, defects, now }) : null,
    stored,
  });
  const keepsRecords = config.adminKey !== null || options.keepsRecords === true;
  const numbered = state.threads === 1 ? {} : { nextNumber: () => state.control.nextRecord() };
  const recorder = keepsRecords
    ? new Recorder({ now, bodyBytesMax: config.journalBodyBytes, threads: state.threads, ...numbered })
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
    turnAllAway() {
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
