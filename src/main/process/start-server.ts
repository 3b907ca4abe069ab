/**
 * The composition root: makes the parts, joins them, and gives back a server that runs. Main thread, once.
 */
import type { Limit } from '../../behavior/limits/limit.js';
import type { ModelRow, ModelTable } from '../../behavior/models/model-table.js';
import type { Config } from '../../config/config.js';
import type { ReadFile } from '../../config/read/text-file.js';
import { Defects, type DefectsOptions } from '../../shared/defects.js';
import { SharedState } from '../../shared/state.js';
import { countOpenDescriptors, readFileDescriptorLimit } from '../../telemetry/limits/file-descriptors.js';
import type { Deadline } from '../../workers/tasks.js';
import { descriptorWarnings, fitCap, planConnections } from '../admission/connection-bounds.js';
import { ConnectionLimit } from '../admission/connection-limit.js';
import type { Callers } from '../admission/limits/callers.js';
import type { Room } from '../admission/refusals.js';
import { ServingGate } from '../control/gate.js';
import { NextFaults } from '../control/next-faults.js';
import type { Operations } from '../control/operations.js';
import { Arrivals, countRequests } from '../listeners/arrivals.js';
import { findAcceptQueue } from '../listeners/listen-socket.js';
import { loadUWebSockets } from '../listeners/load-uwebsockets.js';
import { type Listener, startUwsListener } from '../listeners/uws-listener.js';
import { createLiveFeed } from '../live/feed.js';
import { unreadyReason } from '../pages/readiness.js';
import { NODE_TIMERS, type Timers } from '../replying/timing/delay-wheel.js';
import type { ScenarioEvent } from '../steering/scenario-director.js';
import type { Steering } from '../steering/steering.js';
import { createRequestPath } from './composition.js';
import { createControl } from './control-parts.js';
import { holdStart, startHousekeeping } from './housekeeping.js';
import { checkTls, tryStartAgent, tryStartHttp10, tuneIdleTime, warnAboutSockets } from './listener-parts.js';
import { memoryBytes, seedMemory } from './memory/group-memory.js';
import { memoryWarnings } from './memory/memory-fit.js';
import type { MemoryUse } from './memory/memory-watch.js';
import { createScenario, startScenario } from './scenario-parts.js';
import { createSteering } from './steering-parts.js';
import { closePools, startPools } from './worker-pools.js';

export interface ServerOptions {
  readonly config: Config;
  readonly version: string;
  /** Told about broken workers, for the log. */
  readonly onWorkerFailure: (error: Error) => void;
  /** Told about defects of this server that were caught, for the log: each once a minute, with how often it came since. */
  readonly onDefect: DefectsOptions['onDefect'];
  /** Told when memory comes near its limit, for the log. */
  readonly onMemoryNearLimit?: (use: MemoryUse) => void;
  /** Told what happens in the scenario, for the log. */
  readonly onScenario?: (event: ScenarioEvent) => void;
  /**
   * Runs in a process that is another program's: what requests became is recorded for it, and its memory is left alone.
   */
  readonly embedded?: boolean;
  /** The file that the threads run that sample and render, if not the shipped one. */
  readonly workerEntry?: URL;
  /** The same of those that count, parse and read. */
  readonly workEntry?: URL;
  /** The signal that ends a worker's task after so many milliseconds, if not Node's own. */
  readonly workerDeadline?: Deadline;
  /** The time that all delays go by, if not the machine's. */
  readonly clock?: Timers & { now(): number };
}

export interface RunningServer {
  readonly port: number;
  /** null when no HTTP/1.0 listener runs. */
  readonly http10Port: number | null;
  /** Of the agent that HAProxy asks; null where there is none. */
  readonly agentPort: number | null;
  /** How many requests at once fit the limit on descriptors; Infinity where there is none. */
  readonly connectionsMax: number;
  readonly state: SharedState;
  readonly defects: Defects;
  /** Changes what is in force. */
  readonly steering: Steering;
  /** Those of the control API; null where nothing is recorded. */
  readonly operations: Operations | null;
  /** What the operator should know, a sentence each. */
  readonly warnings: readonly string[];
  /** Has a worker read a models file, or the models of a config file; null where that failed, which was reported. Never rejects. */
  readModels(path: string, isConfigFile?: boolean): Promise<ReadFile<readonly ModelRow[]> | null>;
  /** Replaces what the models file says; gives back what the operator should know. Requests in flight keep their plans. */
  replaceModels(table: ModelTable): string | null;
  /**
   * Changes the cap and the queue, to as many slots as descriptors allow at the most; gives back the cap as it is now. `slotsMax`
   * is whole and at least 1, `queueSizeMax` at least 0. Requests in flight, or waiting, above them stay.
   */
  setRoom(room: Room): number;
  /** Other rate limits hold from now on, and every key and model begins anew. */
  setLimits(limits: readonly Limit[]): void;
  /** Who has asked, and how each has behaved, where that is looked at (RATE_LIMITS). */
  readonly callers: Pick<Callers, 'report'>;
  /**
   * A shutdown comes (SHUTDOWN_DELAY): /ready says so, and every answer ends its connection; who comes all the same is served
   * until `startDraining`.
   */
  announceShutdown(): void;
  /**
   * Takes in who has come already, then no new connections or requests; those in flight get their replies. Resolves when
   * that is so, within about a second.
   */
  startDraining(): Promise<void>;
  /** While it drains: whether nobody who has come is still about to ask. Asked again and again. */
  isSettled(): boolean;
  /** Closes every connection, ends the workers. */
  close(): Promise<void>;
}

/** Starts everything. Throws a StartError when a port, a certificate or the machine does not allow it. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { version, clock } = options;
  const uws = loadUWebSockets();
  const notes = checkTls(options.config);
  const fileDescriptorsMax = readFileDescriptorLimit();
  const bounds = planConnections(
    { max: fileDescriptorsMax, open: countOpenDescriptors() },
    options.config.workerThreads,
  );
  const config = fitCap(options.config, bounds);
  const state = SharedState.create(config.slotsMax);
  state.bufferedBytesMax = config.bufferedBytesMax;
  const connections = new ConnectionLimit(state, bounds);
  seedMemory(state);
  const defects = new Defects({ state, onDefect: options.onDefect, now: () => performance.now() });
  const pools = startPools(options, state, fileDescriptorsMax);
  const nextFaults = new NextFaults();
  const { admission, failures, models, callers, turnAllAway, ...path } = createRequestPath({
    config,
    version,
    state,
    ...pools,
    defects,
    nextFaults,
    keepsRecords: options.embedded === true,
    ...(clock === undefined ? {} : { now: () => clock.now(), timers: clock }),
  });
  admission.connectionsMax = bounds.servedMax;
  const starting = holdStart(admission, config.startupMs, clock ?? NODE_TIMERS);
  const steering = createSteering({
    config,
    state,
    models,
    ...path,
    fit: (changed) => fitCap(changed, bounds),
  });
  const onEvent = options.onScenario ?? (() => {});
  const scenario = createScenario(config, { state, steering, clock, onEvent });
  const gate = new ServingGate(admission, state, turnAllAway);
  const control = createControl(config, {
    version,
    state,
    steering,
    recorder: path.exchanges.recorder,
    nextFaults,
    gate,
    scenario,
    readScenario: (text) => pools.workPool.readScenario(text),
    admission,
    defects,
    failures,
  });
  path.router.control = control?.api ?? null;
  const live = config.dashboard
    ? createLiveFeed({
        config,
        version,
        state,
        connections,
        rows: path.countedRows,
        failures,
        inForce: () => steering.config.inForce,
      })
    : null;
  const arrivals = new Arrivals();
  const warnings = [
    ...notes,
    ...tuneIdleTime(config.keepAliveMs),
    ...(path.modelsWarning === null ? [] : [path.modelsWarning]),
    ...descriptorWarnings(options.config, bounds),
    ...memoryWarnings(options.config, memoryBytes(state)),
  ];
  const listeners: Listener[] = [];
  try {
    const main = await startUwsListener({
      uws,
      config,
      connections,
      arrivals,
      live: live?.socket ?? null,
      ...path,
    });
    listeners.push(main);
    const http10 = await tryStartHttp10({ config, connections, arrivals, ...path }, warnings);
    if (http10 !== null) listeners.push(http10);
    warnAboutSockets(listeners, warnings);
    const queues = listeners.map(({ port }) => findAcceptQueue(port));
    connections.deferWith(queues.filter((queue) => queue !== null));
    const agent = await tryStartAgent(config, { state, unready: () => unreadyReason(admission, pools.pool) });
    if (agent !== null) listeners.push(agent);
    const housekeeping = startHousekeeping(state, pools, live, { ...options, polls: path.exchanges.polls });
    void pools.pool.sampleMemory();
    startScenario(config, scenario, admission);
    return {
      port: main.port,
      http10Port: http10?.port ?? null,
      agentPort: agent?.port ?? null,
      connectionsMax: bounds.connectionsMax,
      state,
      defects,
      steering,
      operations: control?.operations ?? null,
      warnings,
      readModels: (path, isConfigFile) => pools.workPool.readModels(path, isConfigFile),
      replaceModels: path.replaceModels,
      setLimits: path.setLimits,
      callers,
      setRoom(room) {
        path.setRoom({ ...room, slotsMax: Math.min(room.slotsMax, bounds.connectionsMax) });
        return state.slotsMax;
      },
      announceShutdown: () => gate.announceShutdown(),
      async startDraining() {
        await arrivals.untilQueuesAreEmpty(countRequests(state));
        gate.shutDown();
        connections.stopDeferring();
        for (const listener of listeners) listener.stopAccepting();
      },
      isSettled: () => arrivals.isSettled(countRequests(state)),
      async close() {
        starting.cancel();
        scenario.stop();
        housekeeping.stop();
        connections.stopDeferring();
        for (const listener of listeners) listener.close();
        await closePools(pools);
      },
    };
  } catch (error) {
    for (const listener of listeners) listener.close();
    await closePools(pools);
    throw error;
  }
}
