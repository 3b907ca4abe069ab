/**
 * A thread that serves beside the main one: its own listener on the same port, its own wheel, exchanges and memos, under the cap of all.
 * What is in force it is told; what is asked of it that is no API it hands on. It must never decide what holds.
 */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { ModelTable } from '../../behavior/models/model-table.js';
import type { Config } from '../../config/config.js';
import { dialectOf } from '../../protocols/providers.js';
import { Defects } from '../../shared/defects.js';
import { ENDPOINTS } from '../../shared/labels.js';
import { SharedState } from '../../shared/state.js';
import { currentTotalsOf } from '../../shared/state-totals.js';
import { WorkPool } from '../../workers/work-pool.js';
import { ConnectionLimit } from '../admission/connection-limit.js';
import { NextFaults } from '../control/next-faults.js';
import { Arrivals } from '../listeners/arrivals.js';
import type { UWebSocketsModule } from '../listeners/load-uwebsockets.js';
import { startUwsListener } from '../listeners/uws-listener.js';
import { AllowedHosts } from '../transport/browsers/allowed-hosts.js';
import { setIdleTime } from '../transport/idle/idle-time.js';
import { createAnswers } from './answers.js';
import { createLiveMirror } from './live-mirror.js';
import type { FromThread, Order, ServingStart, ToThread } from './messages.js';
import { PageCaller } from './page-caller.js';
import { createServing } from './request-path.js';
import { WarmUp } from './warm-up.js';

/** The scenario starts within the turn in which the main thread hears of the first request. */
const FIRST_REQUEST_MS_MAX = 1_000;

export interface ServingThread {
  readonly defects: Defects;
  /** Closes its sockets, as must be done before the thread ends. */
  close(): void;
}

/** Starts to serve. Rejects with a StartError when the port or the certificate cannot be used. */
export async function startServingThread(
  uws: UWebSocketsModule,
  start: ServingStart,
  port: MessagePort,
): Promise<ServingThread> {
  const tell = (message: FromThread): void => port.postMessage(message);
  const state = SharedState.attach(start.buffer, start.thread);
  const config: Config = {
    ...start.config,
    port: start.port,
    modelsFile: start.models === null ? null : { path: null, table: new ModelTable(start.models) },
  };
  state.bufferedBytesMax = config.bufferedBytesMax;
  const defects = new Defects({
    state,
    now: () => performance.now(),
    onDefect: ({ message, stack }, where, repeated) =>
      tell({ kind: 'defect', message, stack, where, repeated }),
  });
  const workPool = new WorkPool({
    threads: start.workThreads,
    bodyBytesMax: config.bodyBytesMax,
    state,
    onFailure: ({ message }) => tell({ kind: 'worker-failure', message }),
    ...(start.workEntry === null ? {} : { entry: new URL(start.workEntry) }),
  });
  const nextFaults = new NextFaults(new Int32Array(start.ordersLeft));
  const { keepsRecords, told, tables } = start;
  const serving = createServing({ config, state, workPool, defects, nextFaults, keepsRecords, told, tables });
  const { admission } = serving;
  admission.connectionsMax = start.connections.servedMax;
  const connections = new ConnectionLimit(state, start.connections);
  const arrivals = new Arrivals();
  // Which page it was knows the main thread, where it was counted as well.
  const router = new PageCaller(tell, serving.exchanges.budget, (transport, path) => {
    const dialect = dialectOf(path);
    const to = { endpoint: ENDPOINTS.indexOf('other'), dialect, heads: serving.headsOf(dialect) };
    serving.refuser.send(transport, to, serving.exchanges.refusals.memoryFull, false);
  });
  const totals = currentTotalsOf(state);
  const live =
    start.history === null
      ? null
      : createLiveMirror(
          state,
          () => totals.viewers,
          AllowedHosts.of(config.allowedHosts),
          connections,
          start.history,
          tell,
        );
  const obey = createObedience(serving, nextFaults, live);
  for (const order of start.orders) obey(order);
  // The main thread has said it where it cannot be done.
  setIdleTime(config.keepAliveMs);
  const listener = await startUwsListener({
    uws,
    config,
    connections,
    arrivals,
    live: live?.socket ?? null,
    isShared: true,
    router,
    ...serving,
  });
  const answer = createAnswers({ serving, state, workPool, arrivals, listener, live });
  let generation = -1;
  const take = (message: ToThread): void => {
    switch (message.kind) {
      case 'orders':
        for (const order of message.orders) obey(order);
        break;
      case 'ask': {
        const { id, question } = message;
        defects.catch(
          Promise.resolve(answer(question)).then((given) => {
            tell({ kind: 'answer', id, answer: given });
            // In the next turn: what was told goes out before.
            if (question.about === 'closing') setImmediate(() => process.exit());
          }),
          'answer to the main thread',
        );
        break;
      }
      case 'forget':
        serving.exchanges.recorder?.clear();
        break;
      case 'live':
        live?.tick(message);
        break;
      case 'viewer':
        live?.greet(message.viewer, message.texts);
        break;
      case 'page':
        router.reply(message);
        break;
      case 'page-full':
        router.full(message.call);
        break;
      case 'page-close':
        router.close(message.call);
    }
  };
  /** What was told before a request has come holds for it, also where the loop has not yet looked into the port. */
  const catchUp = (): void => {
    if (state.control.generation === generation) return;
    generation = state.control.generation;
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
      take(next.message as ToThread);
    }
  };
  let tellsFirst = start.tellsFirst;
  admission.onRequest = () => {
    if (tellsFirst) {
      tellsFirst = false;
      tell({ kind: 'first-request' });
      state.control.waitForStart(FIRST_REQUEST_MS_MAX);
    }
    catchUp();
  };
  port.on('message', take);
  const warmUp = new WarmUp({ uws, config, state, workPool, defects });
  return {
    defects,
    close() {
      warmUp.stop();
      listener.close();
    },
  };
}

/** Gives back what does what is told. */
function createObedience(
  serving: ReturnType<typeof createServing>,
  nextFaults: NextFaults,
  live: ReturnType<typeof createLiveMirror> | null,
): (order: Order) => void {
  const { admission, models } = serving;
  return (order) => {
    switch (order.kind) {
      case 'settings':
        models.replaceSettings(
          order.settings,
          order.changes.map((rows) => new ModelTable(rows)),
        );
        break;
      case 'models':
        serving.replaceModels(new ModelTable(order.rows));
        break;
      case 'room':
        serving.setRoom(order.room);
        break;
      case 'retry':
        serving.setRetry(order.retry);
        break;
      case 'limits':
        serving.setLimits(order.limits);
        break;
      case 'serving':
        admission.draining = order.draining;
        admission.servesWhileDraining = order.servesWhileDraining;
        if (order.draining && !order.servesWhileDraining) serving.turnAllAway();
        admission.starting = order.starting;
        admission.needsCallers ||= order.needsCallers;
        break;
      case 'faults':
        nextFaults.load(order.faults);
        break;
      case 'hello':
        live?.hello(order.text);
    }
  };
}
