/**
 * What a thread that serves is made from, and what there is of it. Types only.
 */
import type { Limit } from '../../behavior/limits/limit.js';
import type { ModelCatalog } from '../../behavior/models/model-catalog.js';
import type { ModelTable } from '../../behavior/models/model-table.js';
import type { Config } from '../../config/config.js';
import type { Dialect } from '../../protocols/contract/dialect.js';
import type { Defects } from '../../shared/defects.js';
import type { SharedState } from '../../shared/state.js';
import type { WorkPool } from '../../workers/work-pool.js';
import type { Admission } from '../admission/admission.js';
import type { ConnectionRefusal } from '../admission/connection-refusal.js';
import type { Callers } from '../admission/limits/callers.js';
import type { Room } from '../admission/refusals.js';
import type { Refuser } from '../admission/refuser.js';
import type { ApiRoutes } from '../reading/api-routes.js';
import type { CountedRows } from '../reading/counted-rows.js';
import type { FailedRequests } from '../records/failed-requests.js';
import type { ExchangeContext } from '../replying/exchange-context.js';
import type { OrderedFaults } from '../replying/ordered-faults.js';
import type { SendingContext } from '../replying/sending.js';
import type { Timers } from '../replying/timing/delay-wheel.js';
import type { BrowserRules } from '../transport/browsers/browser-rules.js';
import type { CrossOrigin } from '../transport/cross-origin.js';
import type { AnswerPacking } from '../transport/packing/answer-packing.js';
import type { ReplyHeads } from '../transport/reply-heads.js';
import type { SharedTurns } from '../transport/shared-turns.js';
import type { SharedTables } from './shared-tables.js';

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
  /** It drains: whoever waits for a slot is told so. */
  turnAllAway(): void;
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
