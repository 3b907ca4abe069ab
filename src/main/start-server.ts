/**
 * The composition root: makes the parts, joins them, and gives back a server that runs. Main thread, once.
 */
import { createRequire } from 'node:module';
import { totalmem } from 'node:os';
import type { ModelTable } from '../behavior/model-table.js';
import type { Config } from '../config.js';
import { EXIT, StartError } from '../errors.js';
import { emptyMemorySnapshot } from '../memory-snapshot.js';
import { SharedState } from '../shared-state.js';
import { countOpenDescriptors, readFileDescriptorLimit } from '../telemetry/file-descriptors.js';
import { createGroupSampler } from '../telemetry/memory.js';
import { WorkerPool } from '../workers/pool.js';
import { descriptorWarnings, fitCap, planConnections } from './connection-bounds.js';
import { ConnectionLimit } from './connection-limit.js';
import { startEventLoopLag } from './event-loop-lag.js';
import { startHttp10Listener } from './http10-listener.js';
import { findAcceptQueue, tuneListenSocket } from './listen-socket.js';
import { createLiveFeed, type LiveFeed } from './live-feed.js';
import { loadUWebSockets } from './load-uwebsockets.js';
import { memoryWarnings } from './memory-fit.js';
import { createMemoryWatch, type MemoryUse } from './memory-watch.js';
import { createRequestPath } from './request-path.js';
import { type Listener, startUwsListener } from './uws-listener.js';

const HOUSEKEEPING_MS = 1_000;

export interface ServerOptions {
  readonly config: Config;
  readonly version: string;
  /** Told about broken workers, for the log. */
  readonly onWorkerFailure: (error: Error) => void;
  /** Told when memory comes near its limit, for the log. */
  readonly onMemoryNearLimit?: (use: MemoryUse) => void;
  /** The file that the worker threads run, if not the shipped one. */
  readonly workerEntry?: URL;
}

export interface RunningServer {
  readonly port: number;
  /** null when no HTTP/1.0 listener runs. */
  readonly http10Port: number | null;
  readonly state: SharedState;
  /** What the operator should know, a sentence each. */
  readonly warnings: readonly string[];
  /** Replaces what the models file says. Requests that are in flight keep what was planned for them. */
  replaceModels(table: ModelTable): void;
  /** Takes no new connections or requests from here on; those in flight get their replies. */
  startDraining(): void;
  /** Closes every connection, ends the workers. */
  close(): Promise<void>;
}

/** Starts everything. Throws a StartError when a port, a certificate or the machine does not allow it. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { version } = options;
  const uws = loadUWebSockets();
  const fileDescriptorsMax = readFileDescriptorLimit();
  const bounds = planConnections(
    { max: fileDescriptorsMax, open: countOpenDescriptors() },
    options.config.workerThreads,
  );
  const config = fitCap(options.config, bounds);
  const state = SharedState.create(config.slotsMax);
  const connections = new ConnectionLimit(state, bounds);
  seedMemory(state);
  const pool = startPool(options, state, fileDescriptorsMax);
  const { admission, models, ...path } = createRequestPath({ config, version, state, pool });
  admission.connectionsMax = bounds.servedMax;
  const live = config.dashboard ? createLiveFeed({ config, version, state, admission, connections }) : null;

  const warnings = [
    ...config.notes,
    ...descriptorWarnings(options.config, bounds),
    ...memoryWarnings(options.config, memoryBytes(state)),
  ];
  const listeners: Listener[] = [];
  try {
    const main = startUwsListener({ uws, config, connections, live: live?.socket ?? null, ...path });
    listeners.push(main);
    const http10 = await tryStartHttp10({ config, connections, ...path }, warnings);
    if (http10 !== null) listeners.push(http10);
    warnAboutSockets(listeners, warnings);
    const queues = listeners.map(({ port }) => findAcceptQueue(port));
    connections.deferWith(queues.filter((queue) => queue !== null));
    const housekeeping = startHousekeeping(state, pool, live, options);
    void pool.sampleMemory();
    return {
      port: main.port,
      http10Port: http10?.port ?? null,
      state,
      warnings,
      replaceModels: (table) => models.replaceTable(table),
      startDraining() {
        admission.draining = true;
        connections.stopDeferring();
        for (const listener of listeners) listener.stopAccepting();
      },
      async close() {
        housekeeping.stop();
        connections.stopDeferring();
        for (const listener of listeners) listener.close();
        await pool.close();
      },
    };
  } catch (error) {
    for (const listener of listeners) listener.close();
    await pool.close();
    throw error;
  }
}

/** In a container the first figures are there before the first worker is: reading them takes a tenth of a millisecond. */
function seedMemory(state: SharedState): void {
  const sample = createGroupSampler()();
  if (sample !== null) state.writeMemory({ ...sample, sampledAtMs: Date.now() });
}

function startPool(
  { config, version, onWorkerFailure, workerEntry }: ServerOptions,
  state: SharedState,
  fileDescriptorsMax: number | null,
): WorkerPool {
  const uwebsockets = createRequire(import.meta.url)('uWebSockets.js/package.json') as { version: string };
  return new WorkerPool({
    threads: config.workerThreads,
    countsTokens: config.usage === 'exact',
    state,
    data: {
      buffer: state.buffer,
      facts: {
        build: { version, node: process.versions.node, uwebsockets: uwebsockets.version },
        fileDescriptorsMax,
        startedAtSeconds: Math.round(performance.timeOrigin / 1000),
      },
      vllmModel: config.vllmMetrics ? config.modelDefault : null,
    },
    ...(workerEntry === undefined ? {} : { entry: workerEntry }),
    onFailure: onWorkerFailure,
  });
}

/** A taken port is an error only when it was asked for by name; else the server says so and goes on without. */
async function tryStartHttp10(
  options: Parameters<typeof startHttp10Listener>[0],
  warnings: string[],
): Promise<Listener | null> {
  const { host, http10Port, http10PortExplicit } = options.config;
  if (http10Port === 0) return null;
  try {
    return await startHttp10Listener(options);
  } catch (error) {
    const sentence = `cannot listen on ${host}:${http10Port} for HTTP/1.0 (HTTP10_PORT): ${(error as Error).message}`;
    if (http10PortExplicit) throw new StartError(sentence, EXIT.environment);
    warnings.push(`${sentence}; going on without it, ApacheBench will not work`);
    return null;
  }
}

function warnAboutSockets(listeners: readonly Listener[], warnings: string[]): void {
  const reasons = listeners.map(({ port }) => tuneListenSocket(port)).filter((reason) => reason !== null);
  if (reasons.length === 0) return;
  warnings.push(
    `TCP keep-alive, the longer accept queue and the limit on unsent bytes could not be set (${reasons[0]}); ` +
      'the server runs without',
  );
}

/** The limit of the container, or what the host has. */
function memoryBytes(state: SharedState): number {
  return state.readMemory(emptyMemorySnapshot()).totalBytes || totalmem();
}

/** Once a second: the loop's lag is published, the live page gets its row, lost workers are replaced, memory is sampled. */
function startHousekeeping(
  state: SharedState,
  pool: WorkerPool,
  live: LiveFeed | null,
  { onMemoryNearLimit = () => {} }: ServerOptions,
): { stop(): void } {
  const lag = startEventLoopLag();
  const memory = emptyMemorySnapshot();
  const watchMemory = createMemoryWatch(onMemoryNearLimit);
  const timer = setInterval(() => {
    state.eventLoopLagSeconds = lag.takeWorstSeconds();
    live?.tick();
    watchMemory(state.readMemory(memory));
    pool.heal();
    void pool.sampleMemory();
  }, HOUSEKEEPING_MS);
  return {
    stop() {
      clearInterval(timer);
      lag.stop();
    },
  };
}
