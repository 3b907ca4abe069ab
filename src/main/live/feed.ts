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
  readonly state: SharedState;
  readonly connections: Pick<ConnectionLimit, 'close'>;
  /** What was refused last. */
  readonly failures: FailedRequests | null;
  /** The rows of the models file that are told apart, in the order of their blocks. */
  readonly rows: ModelFeedOptions['rows'];
  /** The settings that are in force now. */
  readonly inForce: () => Config['inForce'];
}

export interface LiveFeed {
  readonly socket: LiveSocket;
  /** Takes a row, and shows it to whoever looks. */
  tick(): void;
}

export function createLiveFeed(options: LiveFeedOptions): LiveFeed {
  const history = new LiveHistory(LIVE_COLUMNS.length, LIVE_ROWS_MAX);
  const sample = createLiveSampler(options);
  const { rows, state } = options;
  const models = new ModelFeed({ rows, now: () => performance.now() });
  const socket = new LiveSocket({
    state,
    hosts: AllowedHosts.of(options.config.allowedHosts),
    connections: options.connections,
    hello: () => JSON.stringify(createHello(options)),
    history: () => history.bytes(),
    news: () => (options.failures === null ? [] : [JSON.stringify(options.failures.read())]),
    models: () => models.message(),
  });
  const news = createNews(options);
  return {
    socket,
    tick() {
      const row = history.push(sample);
      if (socket.hasViewers) {
        for (const text of news()) socket.publishText(text);
        socket.publish(row);
      }
      models.tick();
      if (socket.hasModelViewers) socket.publishModels(models.message());
    },
  };
}

/** Gives back a function that gives the messages of what has changed since it gave them last. */
function createNews(options: LiveFeedOptions): () => readonly string[] {
  const { failures, state } = options;
  let [failuresTold, settingsTold] = [0, 0];
  return () => {
    const texts: string[] = [];
    if (state.configRevision !== settingsTold) texts.push(JSON.stringify(createHello(options)));
    if (failures !== null && failures.revision !== failuresTold) texts.push(JSON.stringify(failures.read()));
    settingsTold = state.configRevision;
    failuresTold = failures?.revision ?? 0;
    return texts;
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
