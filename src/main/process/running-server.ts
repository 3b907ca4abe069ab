/**
 * What a server is started with, and what there is of one that runs. Types only.
 */
import type { Limit } from '../../behavior/limits/limit.js';
import type { ModelRow, ModelTable } from '../../behavior/models/model-table.js';
import type { Config } from '../../config/config.js';
import type { ReadFile } from '../../config/read/text-file.js';
import type { Defects, DefectsOptions } from '../../shared/defects.js';
import type { SharedState } from '../../shared/state.js';
import type { Deadline } from '../../workers/tasks.js';
import type { Callers } from '../admission/limits/callers.js';
import type { Room } from '../admission/refusals.js';
import type { Operations } from '../control/operations.js';
import type { Timers } from '../replying/timing/delay-wheel.js';
import type { ScenarioEvent } from '../steering/scenario-director.js';
import type { Steering } from '../steering/steering.js';
import type { MemoryUse } from './memory/memory-watch.js';

export interface ServerOptions {
  readonly config: Config;
  readonly version: string;
  /** Told about broken workers, for the log. */
  readonly onWorkerFailure: (error: Error) => void;
  /** Told how to end the threads that serve beside the main one, when there are any: the process must not end before. */
  readonly onThreads?: (end: () => Promise<void>) => void;
  /** Told about a thread that served, has died, and is started again, for the log; `slots` is how many it has given back. */
  readonly onThreadDeath?: (error: Error, thread: number, slots: number) => void;
  /** Told about defects of this server that were caught, for the log: each once a minute, with how often it came since. */
  readonly onDefect: DefectsOptions['onDefect'];
  /** Told when memory comes near its limit, for the log. */
  readonly onMemoryNearLimit?: (use: MemoryUse) => void;
  /** Told what happens in the scenario, for the log. */
  readonly onScenario?: (event: ScenarioEvent) => void;
  /** Told how many requests of its own the main thread has answered, once it is warm, for the log. */
  readonly onWarm?: (answered: number) => void;
  /**
   * Runs in a process that is another program's: what requests became is recorded for it, and its memory is left alone.
   */
  readonly embedded?: boolean;
  /** The file that the threads run that sample and render, if not the shipped one. */
  readonly workerEntry?: URL;
  /** The same of those that count, parse and read. */
  readonly workEntry?: URL;
  /** The same of those that serve beside the main one (SOCKET_THREADS). */
  readonly servingEntry?: URL;
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
  /** What all threads that serve have counted together. */
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
