/**
 * Joins the threads that serve beside the main one with what they start with and who hears of them. Main thread, once.
 */
import type { Config } from '../../config/config.js';
import type { SharedState } from '../../shared/state.js';
import { workThreads } from '../../workers/work-pool.js';
import type { ConnectionBounds } from '../admission/connection-bounds.js';
import { tuneListenSocket } from '../listeners/listen-socket.js';
import type { LiveFeed } from '../live/feed.js';
import { type AskElsewhere, RESPONSE_PARAMETERS, type ResponseAsked } from '../pages/response-told.js';
import type { RecordsElsewhere } from '../records/records-elsewhere.js';
import type { ServingStart, ToldElsewhere } from '../serving/messages.js';
import type { SharedTables } from '../serving/shared-tables.js';
import { fromClone } from '../serving/told-elsewhere.js';
import type { ScenarioDirector } from '../steering/scenario-director.js';
import type { RequestPath } from './composition.js';
import { startByRequest } from './parts/scenario-parts.js';
import type { ServerOptions } from './running-server.js';
import { ServingThreads } from './threads/serving-threads.js';

export interface ThreadsParts {
  readonly options: ServerOptions;
  readonly config: Config;
  readonly state: SharedState;
  readonly path: RequestPath;
  readonly bounds: ConnectionBounds;
  readonly ordersLeft: Int32Array<SharedArrayBuffer>;
  readonly keepsRecords: boolean;
  readonly tables: SharedTables;
}

export interface ThreadsBeside {
  readonly scenario: ScenarioDirector;
  readonly live: LiveFeed | null;
  /** Their listeners are others than before. */
  readonly onChange: () => void;
}

export class Threads extends ServingThreads {
  #isSettled = false;
  #port = 0;
  #beside: ThreadsBeside | null = null;

  constructor(parts: ThreadsParts) {
    const { options, state, path } = parts;
    super({
      state,
      startWith: () => ({
        ...startOf(parts),
        port: this.#port,
        history: this.#beside?.live?.history() ?? null,
      }),
      router: path.router,
      budget: path.exchanges.budget,
      onNotice: (notice, reply) => {
        if (notice.kind === 'worker-failure') options.onWorkerFailure(new Error(notice.message));
        else if (notice.kind === 'first-request') this.#startScenario();
        else if (notice.kind === 'viewer') {
          const { viewer, wantsModels } = notice;
          this.#beside?.live?.tellNews(wantsModels, (texts) => reply({ kind: 'viewer', viewer, texts }));
        } else {
          const error = Object.assign(new Error(notice.message), { stack: notice.stack });
          options.onDefect(error, notice.where, notice.repeated);
        }
      },
      onDeath: (error, thread, slots) => {
        options.onThreadDeath?.(error, thread, slots);
        this.#beside?.onChange();
        path.exchanges.line.wake();
      },
      onListening: () => {
        tuneListenSocket(this.#port);
        this.#beside?.onChange();
      },
      ...(options.servingEntry === undefined ? {} : { entry: options.servingEntry }),
    });
  }

  #startScenario(): void {
    if (this.#beside !== null) startByRequest(this.#beside.scenario);
    this.announceStart();
  }

  /** Starts all of them on the port that the main thread listens on. Rejects with a StartError where one cannot. */
  async startOn(port: number, beside: ThreadsBeside): Promise<void> {
    this.#port = port;
    this.#beside = beside;
    await this.start();
  }

  /** Resolves when nobody waits in their accept queues. */
  async takeInArrivals(): Promise<void> {
    await this.ask({ about: 'arrivals' });
  }

  /** Resolves when they accept nobody any more. */
  async stopAccepting(): Promise<void> {
    await this.ask({ about: 'stopping' });
    void this.ask({ about: 'settling' }).then(() => {
      this.#isSettled = true;
    });
  }

  /** Whether nobody who has come to them is about to ask. */
  get isSettled(): boolean {
    return this.#isSettled;
  }
}

export function createThreads(parts: ThreadsParts): Threads {
  return new Threads(parts);
}

function startOf({ options, config, state, path, bounds, ordersLeft, keepsRecords, tables }: ThreadsParts) {
  const { availableCores } = config.cpu;
  // What does not go from one thread to another, and what is for people alone, stays here.
  const bare = {
    modelsFile: null,
    scenario: null,
    notes: [],
    inForce: [],
    origin: { values: {}, given: new Map() },
  };
  return {
    config: { ...config, ...bare } as unknown as Config,
    models: config.modelsFile?.table.rows ?? null,
    told: path.countedRows.names.slice(1),
    keepsRecords,
    tables,
    connections: bounds,
    ordersLeft: ordersLeft.buffer,
    workThreads: workThreads(availableCores, config.workerThreads, state.threads),
    workEntry: options.workEntry?.href ?? null,
    tellsFirst: config.scenario !== null && config.scenarioStart === 'request',
  } satisfies Partial<ServingStart>;
}

/** What the threads beside the main one have recorded. */
export function createRecordsElsewhere(threads: Threads, state: SharedState): RecordsElsewhere {
  return {
    journal: (query) => threads.ask({ about: 'journal', query }),
    statistics: () => threads.ask({ about: 'statistics' }),
    clear() {
      state.control.forgetRecords();
      threads.send({ kind: 'forget' });
    },
  };
}

/** Has a thread tell of a response that it stored; `threads` gives null until they are there. */
export function askElsewhere(threads: () => Threads | null): AskElsewhere {
  return async (thread, asked) => {
    const { method, path } = asked;
    const told = await threads()?.askOne(thread, { about: 'response', method, path, query: queryOf(asked) });
    return told == null ? null : fromClone(told as ToldElsewhere);
  };
}

function queryOf(asked: ResponseAsked): string {
  const query = new URLSearchParams();
  for (const name of RESPONSE_PARAMETERS) {
    const value = asked.parameter(name);
    if (value !== '') query.set(name, value);
  }
  return query.toString();
}
