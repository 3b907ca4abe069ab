// Owns: exchanges over in-memory transports, joined as a listener joins them, on a clock that the test moves.
// Runs on: the test process.

import type { Behavior } from '../../dist/behavior/profile/profile.js';
import type { Config } from '../../dist/config/config.js';
import type { Admission } from '../../dist/main/admission/admission.js';
import { Exchange } from '../../dist/main/exchange/exchange.js';
import { createRequestPath, type RequestPath } from '../../dist/main/process/composition.js';
import type { ApiRoute, ApiRoutes } from '../../dist/main/reading/api-routes.js';
import { PlannedRequest } from '../../dist/main/reading/planned-request.js';
import type { BodyOwner, RequestReader } from '../../dist/main/reading/request-reader.js';
import type { ExchangeContext } from '../../dist/main/replying/exchange-context.js';
import type { DelayWheel } from '../../dist/main/replying/timing/delay-wheel.js';
import { Defects } from '../../dist/shared/defects.js';
import type { ApiError } from '../../dist/shared/errors.js';
import { isApiError } from '../../dist/shared/errors.js';
import { SharedState } from '../../dist/shared/state.js';
import type { WorkerPool } from '../../dist/workers/pool.js';
import type { BodyBytes } from '../../dist/workers/tasks.js';
import type { WorkPool } from '../../dist/workers/work-pool.js';
import { MOUNTS } from './chat.js';
import type { FakeLoop } from './fake-loop.js';
import { type Settings, testConfig } from './in-process.js';
import { MemoryTransport } from './memory-transport.js';
import { requestHead } from './request-head.js';

/** A request that is answered with 200. */
export const GOOD_BODY = '{"messages":[{"role":"user"}]}';

/** No exchange asks the pools: pages do, and they are not tested here; and what reads large bodies is the rig itself. */
const NO_POOL = {} as WorkerPool;
const NO_WORK_POOL = {} as WorkPool;

/** A large body that a worker reads. */
interface Reading {
  /** Whether the request was given up. */
  isGivenUp: boolean;
  /** The worker is done: tells what the body says, or this. */
  finish(read?: ApiError): void;
}

export class ExchangeRig {
  readonly config: Config;
  readonly state: SharedState;
  readonly wheel: DelayWheel;
  readonly admission: Admission;
  readonly routes: ApiRoutes;
  readonly replaceModels: RequestPath['replaceModels'];
  /** What the next request that is complete will wait for, in place of what is planned; null for that. */
  delayMs: number | null = null;
  /** What has a defect: reading a request's head or its body, or making its answer. */
  broken: 'head' | 'body' | 'answer' | null = null;
  /** What was thrown in callbacks, and caught. */
  readonly faults: Error[] = [];
  /** The connections of all requests, in the order of their arrival. */
  readonly transports: MemoryTransport[] = [];
  /** The large bodies that were handed to a worker, in their order. */
  readonly readings: Reading[] = [];
  readonly #exchanges: ExchangeContext;
  /** Those that may carry another request, as the listener keeps them. */
  readonly #idle: Exchange[] = [];

  constructor(loop: FakeLoop, settings: Settings = {}) {
    this.config = testConfig(settings);
    this.state = SharedState.create(this.config.slotsMax);
    const { config, state } = this;
    state.bufferedBytesMax = config.bufferedBytesMax;
    const path = createRequestPath({
      config,
      version: 'test',
      state,
      pool: NO_POOL,
      workPool: NO_WORK_POOL,
      defects: new Defects({ state, onDefect: (error) => this.faults.push(error), now: loop.now }),
      now: loop.now,
    });
    this.admission = path.admission;
    this.routes = path.routes;
    this.replaceModels = path.replaceModels;
    this.wheel = path.exchanges.wheel;
    this.#exchanges = { ...path.exchanges, reader: this.#withDelay(path.exchanges.reader) };
  }

  #withDelay(reader: RequestReader): RequestReader {
    const readBody: RequestReader['readBody'] = (...args) => {
      this.#breakAt('body');
      const read = reader.readBody(...args);
      return isApiError(read) ? read : this.#altered(read);
    };
    return {
      readHead: (...args: Parameters<RequestReader['readHead']>) => {
        this.#breakAt('head');
        return reader.readHead(...args);
      },
      callerOf: (...args: Parameters<RequestReader['callerOf']>) => reader.callerOf(...args),
      readBody,
      readLargeBody: (
        route: ApiRoute,
        asked: Behavior | null,
        caller: string,
        { memory, length }: BodyBytes,
        owner: BodyOwner,
      ) => {
        const body = Buffer.concat(memory.map((one) => Buffer.from(one))).subarray(0, length);
        const reading: Reading = {
          isGivenUp: false,
          finish(read) {
            if (!this.isGivenUp) owner.onRead(read ?? readBody(route, asked, caller, body));
          },
        };
        this.readings.push(reading);
        return () => {
          reading.isGivenUp = true;
        };
      },
    } as RequestReader;
  }

  #breakAt(place: ExchangeRig['broken']): void {
    if (this.broken === place) throw new Error(`the ${place} is broken`);
  }

  #altered(read: PlannedRequest): PlannedRequest {
    if (this.broken === 'answer') {
      return Object.assign(new PlannedRequest(read.request, read.plan, null, null, read.row), {
        answer: () => this.#breakAt('answer'),
        encodeReply: () => this.#breakAt('answer'),
      }) as PlannedRequest;
    }
    if (this.delayMs === null) return read;
    return new PlannedRequest(read.request, { ...read.plan, totalMs: this.delayMs }, null, null, read.row);
  }

  /** A request arrives at a path, or one of MOUNTS; gives back the connection that it arrived on. */
  open(headers: Readonly<Record<string, string>> = {}, mount: number | string = 0): MemoryTransport {
    const transport = new MemoryTransport();
    this.transports.push(transport);
    const path = typeof mount === 'string' ? mount : (MOUNTS[mount] as string);
    const head = requestHead(headers, 'post', path);
    const exchange = this.#idle.pop() ?? new Exchange(this.#exchanges, (idle) => this.#idle.push(idle));
    try {
      exchange.open(transport, this.routes.forHead(this.routes.find(head) as ApiRoute, head), head);
    } catch (error) {
      exchange.onFault(error);
    }
    return transport;
  }

  /** The workers are done with all large bodies that they were handed. */
  finishReadings(): void {
    for (const reading of this.readings.splice(0)) reading.finish();
  }

  /** How many requests have come to their end, in whatever way. */
  get rested(): number {
    return this.transports.filter(({ isOver }) => isOver).length;
  }

  /** A request arrives with its whole body. */
  post(
    body: string = GOOD_BODY,
    mount: number | string = 0,
    headers: Readonly<Record<string, string>> = {},
  ): MemoryTransport {
    const transport = this.open({ 'content-length': String(Buffer.byteLength(body)), ...headers }, mount);
    if (!transport.isOver) transport.deliver(body, true);
    return transport;
  }
}
