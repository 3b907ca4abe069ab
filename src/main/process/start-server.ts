/**
 * The composition root: makes the parts, joins them, and gives back a server that runs. Main thread, once.
 */
import { Defects } from '../../shared/defects.js';
import { SharedState } from '../../shared/state.js';
import { currentTotalsOf } from '../../shared/state-totals.js';
import { countOpenDescriptors, readFileDescriptorLimit } from '../../telemetry/limits/file-descriptors.js';
import { descriptorWarnings, fitCap, planConnections } from '../admission/connection-bounds.js';
import { ConnectionLimit } from '../admission/connection-limit.js';
import { ServingGate } from '../control/gate.js';
import { NextFaults, ORDERS_MAX } from '../control/next-faults.js';
import { Arrivals, countRequests } from '../listeners/arrivals.js';
import { loadUWebSockets } from '../listeners/load-uwebsockets.js';
import { type Listener, startUwsListener } from '../listeners/uws-listener.js';
import { unreadyReason } from '../pages/readiness.js';
import { NODE_TIMERS } from '../replying/timing/delay-wheel.js';
import { createTables } from '../serving/shared-tables.js';
import { WarmUp } from '../serving/warm-up.js';
import { createRequestPath } from './composition.js';
import { holdStart, startHousekeeping } from './housekeeping.js';
import {
  checkTls,
  findQueues,
  portFor,
  tryStartAgent,
  tryStartHttp10,
  tuneIdleTime,
  warnAboutSockets,
} from './listener-parts.js';
import { createLive } from './live-parts.js';
import { memoryBytes, seedMemory } from './memory/group-memory.js';
import { memoryWarnings } from './memory/memory-fit.js';
import { createControl } from './parts/control-parts.js';
import { createScenario, startScenario } from './parts/scenario-parts.js';
import { createSteering } from './parts/steering-parts.js';
import type { RunningServer, ServerOptions } from './running-server.js';
import { askElsewhere, createRecordsElsewhere, createThreads, type Threads } from './thread-parts.js';
import { everywhere, NO_OTHERS, type Others } from './threads/everywhere.js';
import { closePools, startPools } from './worker-pools.js';

/** Descriptors of a thread that serves, by those of a worker thread. */
const WORKERS_PER_SERVING_THREAD = 3;

/** Starts everything. Throws a StartError when a port, a certificate or the machine does not allow it. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { version, clock } = options;
  const uws = loadUWebSockets();
  const notes = checkTls(options.config);
  const fileDescriptorsMax = readFileDescriptorLimit();
  const bounds = planConnections(
    { max: fileDescriptorsMax, open: countOpenDescriptors() },
    options.config.workerThreads + WORKERS_PER_SERVING_THREAD * (options.config.socketThreads - 1),
  );
  const config = fitCap(options.config, bounds);
  const state = SharedState.create(config.slotsMax, config.socketThreads);
  state.bufferedBytesMax = config.bufferedBytesMax;
  const connections = new ConnectionLimit(state, bounds);
  seedMemory(state);
  const defects = new Defects({ state, onDefect: options.onDefect, now: () => performance.now() });
  const pools = startPools(options, state, fileDescriptorsMax);
  let others: Others = NO_OTHERS;
  let threads: Threads | null = null;
  const ordersLeft = new Int32Array(new SharedArrayBuffer(ORDERS_MAX * Int32Array.BYTES_PER_ELEMENT));
  const nextFaults = new NextFaults(ordersLeft, (faults) => {
    others.tell({ kind: 'faults', faults });
    others.flush();
  });
  const keepsRecords = options.embedded === true;
  const tables = state.threads === 1 ? null : createTables();
  const path = createRequestPath({
    config,
    version,
    state,
    ...pools,
    defects,
    nextFaults,
    keepsRecords,
    ...(tables === null ? {} : { tables, askElsewhere: askElsewhere(() => threads) }),
    ...(clock === undefined ? {} : { now: () => clock.now(), timers: clock }),
  });
  path.admission.connectionsMax = bounds.servedMax;
  const { recorder } = path.exchanges;
  threads =
    tables === null
      ? null
      : createThreads({ options, config, state, path, bounds, ordersLeft, keepsRecords, tables });
  others = threads ?? NO_OTHERS;
  if (threads !== null) options.onThreads?.(threads.close.bind(threads));
  const all = everywhere(config, path, state, others);
  const starting = holdStart(all.admission, config.startupMs, clock ?? NODE_TIMERS);
  const steering = createSteering({ config, state, ...all, fit: (changed) => fitCap(changed, bounds) });
  const onEvent = options.onScenario ?? (() => {});
  const scenario = createScenario(config, { state, steering, clock, onEvent });
  const gate = new ServingGate(path.admission, all.gateState, all.turnAllAway);
  const control = createControl(config, {
    ...path,
    version,
    state,
    steering,
    recorder,
    elsewhere: threads === null ? null : createRecordsElsewhere(threads, state),
    nextFaults,
    gate,
    scenario,
    readScenario: (text) => pools.workPool.readScenario(text),
    defects,
  });
  path.router.control = control?.api ?? null;
  const live = createLive({ config, version, state, path, connections, steering, threads });

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
    const isShared = threads !== null;
    const bound = isShared ? { ...config, port: await portFor(config) } : config;
    const liveSocket = live?.socket ?? null;
    const common = { connections, arrivals, ...path };
    const main = await startUwsListener({ uws, config: bound, live: liveSocket, isShared, ...common });
    listeners.push(main);
    const http10 = await tryStartHttp10({ config, ...common }, warnings);
    if (http10 !== null) listeners.push(http10);
    const served = [...listeners];
    const deferWithAll = (): void => connections.deferWith(findQueues(served));
    await threads?.startOn(main.port, { scenario, live, onChange: deferWithAll });
    warnAboutSockets(listeners, warnings);
    deferWithAll();
    const agent = await tryStartAgent(config, {
      state,
      unready: () => unreadyReason(path.admission, pools.pool),
    });
    if (agent !== null) listeners.push(agent);
    const housekeeping = startHousekeeping(state, pools, live, { ...options, polls: path.exchanges.polls });
    void pools.pool.sampleMemory();
    startScenario(config, scenario, path.admission, state);
    all.tellServing();
    const warmUp = new WarmUp({ uws, config, state, ...pools, defects, onEnd: options.onWarm });
    return {
      port: main.port,
      http10Port: http10?.port ?? null,
      agentPort: agent?.port ?? null,
      connectionsMax: bounds.connectionsMax,
      state: currentTotalsOf(state),
      defects,
      steering,
      operations: control?.operations ?? null,
      warnings,
      readModels: (path, isConfigFile) => pools.workPool.readModels(path, isConfigFile),
      replaceModels: all.replaceModels,
      setLimits(limits) {
        all.setLimits(limits);
        all.flush();
      },
      callers: path.callers,
      setRoom(room) {
        all.setRoom({ ...room, slotsMax: Math.min(room.slotsMax, bounds.connectionsMax) });
        all.flush();
        return state.slotsMax;
      },
      announceShutdown: () => gate.announceShutdown(),
      async startDraining() {
        await Promise.all([arrivals.untilQueuesAreEmpty(countRequests(state)), threads?.takeInArrivals()]);
        gate.shutDown();
        connections.stopDeferring();
        for (const listener of listeners) listener.stopAccepting();
        await threads?.stopAccepting();
      },
      isSettled: () => arrivals.isSettled(countRequests(state)) && threads?.isSettled !== false,
      async close() {
        starting.cancel();
        warmUp.stop();
        scenario.stop();
        housekeeping.stop();
        connections.stopDeferring();
        for (const listener of listeners) listener.close();
        await Promise.all([closePools(pools), threads?.close()]);
      },
    };
  } catch (error) {
    for (const listener of listeners) listener.close();
    await Promise.all([closePools(pools), threads?.close()]);
    throw error;
  }
}
