/**
 * Joins what the live page lives on: a row a second, the ring that keeps it, the WebSocket that shows it. Main thread.
 */
import type { Config } from '../../config/config.js';
import {
  LIVE_COLUMNS,
  LIVE_INTERVAL_MS,
  LIVE_ROWS_MAX,
  type LiveHello,
  MODEL_COLUMNS,
} from '../../shared/live-protocol.js';
import { emptyMemorySnapshot } from '../../shared/memory-snapshot.js';
import type { SharedState } from '../../shared/state.js';
import type { ConnectionLimit } from '../admission/connection-limit.js';
import type { FailedRequests } from '../records/failed-requests.js';
import { AllowedHosts } from '../transport/browsers/allowed-hosts.js';
import { LiveHistory } from './history.js';
import { ModelFeed, type ModelFeedOptions } from './model-feed.js';
import { createLiveSampler } from './sampler.js';
import { LiveSocket } from './socket.js';

export interface LiveFeedOptions {
  readonly config: Config;
  readonly version: string;
  /** As the main thread sees it; and what all threads have counted, which is the same where one serves. */
  readonly state: SharedState;
  readonly totals: SharedState;
  readonly connections: Pick<ConnectionLimit, 'close'>;
  /** What was refused last. */
  readonly failures: Failures | null;
  /** The rows of the models file that are told apart, in the order of their blocks. */
  readonly rows: ModelFeedOptions['rows'];
  /** The settings that are in force now. */
  readonly inForce: () => Config['inForce'];
  /** Other threads that serve, whose viewers see the same; null where there are none. */
  readonly others: LiveOthers | null;
}

type Failures = Pick<FailedRequests, 'revision' | 'read'>;

export interface LiveOthers {
  /** Whether one of their viewers wants to know of the models. */
  readonly wantModels: boolean;
  /** A second has passed: shows them the row, and what is new. `models` is null where nobody wants to know. */
  tick(row: Uint8Array, failures: string | null, models: string | null): void;
  /** Has all threads say what they know; resolves when they have. Never rejects. */
  refresh(): Promise<void>;
}

export interface LiveFeed {
  readonly socket: LiveSocket;
  /** What a viewer is told first, and the rows so far. */
  hello(): string;
  history(): Uint8Array;
  /** What a viewer is told behind those: tells it as soon as all threads have said what they know. */
  tellNews(wantsModels: boolean, tell: (texts: readonly string[]) => void): void;
  /** Takes a row, and shows it to whoever looks. */
  tick(): void;
}

export function createLiveFeed(options: LiveFeedOptions): LiveFeed {
  const history = new LiveHistory(LIVE_COLUMNS.length, LIVE_ROWS_MAX);
  const { rows, state, totals, others } = options;
  const sample = createLiveSampler({ ...options, state: totals });
  const models = new ModelFeed({ rows, now: () => performance.now() });
  const hello = (): string => JSON.stringify(createHello(options));
  const whatIsNew = (wantsModels: boolean): readonly string[] => [
    ...(options.failures === null ? [] : [JSON.stringify(options.failures.read())]),
    ...(wantsModels ? [models.message()] : []),
  ];
  const tellNews: LiveFeed['tellNews'] = (wantsModels, tell) => {
    void (others?.refresh() ?? Promise.resolve()).then(() => tell(whatIsNew(wantsModels)));
  };
  const socket = new LiveSocket({
    ...(others === null ? {} : { later: tellNews }),
    state,
    viewersOfAll: () => {
      totals.refresh();
      return totals.viewers;
    },
    hosts: AllowedHosts.of(options.config.allowedHosts),
    connections: options.connections,
    hello,
    history: () => history.bytes(),
    news: () => whatIsNew(false),
    models: () => models.message(),
  });
  const news = createNews(options);
  const show = (): void => {
    const row = history.push(sample);
    const isSeen = socket.hasViewers || others !== null;
    const { settings, failures } = isSeen ? news() : NO_NEWS;
    if (socket.hasViewers) {
      for (const text of [settings, failures]) if (text !== null) socket.publishText(text);
      socket.publish(row);
    }
    models.tick();
    if (socket.hasModelViewers) socket.publishModels(models.message());
    others?.tick(row, failures, others.wantModels ? models.message() : null);
  };
  return {
    socket,
    hello,
    history: () => history.bytes(),
    tellNews,
    tick() {
      // Nobody is shown a row before all threads have said what belongs to it.
      if (others === null) show();
      else void others.refresh().then(show);
    },
  };
}

/** Messages of what has changed since the last ones; null where nothing has. */
interface News {
  readonly settings: string | null;
  readonly failures: string | null;
}

const NO_NEWS: News = { settings: null, failures: null };

function createNews(options: LiveFeedOptions): () => News {
  const { failures, state } = options;
  let [failuresTold, settingsTold] = [0, 0];
  return () => {
    const settings = state.configRevision === settingsTold ? null : JSON.stringify(createHello(options));
    const isNew = failures !== null && failures.revision !== failuresTold;
    settingsTold = state.configRevision;
    failuresTold = failures?.revision ?? 0;
    return { settings, failures: isNew ? JSON.stringify(failures.read()) : null };
  };
}

function createHello({ config, version, state, inForce }: LiveFeedOptions): LiveHello {
  return {
    version,
    startedAtMs: Math.round(performance.timeOrigin),
    intervalMs: LIVE_INTERVAL_MS,
    rowsMax: LIVE_ROWS_MAX,
    columns: LIVE_COLUMNS,
    modelColumns: MODEL_COLUMNS,
    cpuCores: config.cpu.availableCores,
    memorySource: state.readMemory(emptyMemorySnapshot()).source,
    settings: inForce().map(({ name, value, given }) => [name, value, given]),
  };
}
