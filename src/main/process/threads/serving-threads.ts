/**
 * The threads that serve beside the main one: starts them, tells them what holds, asks them what they know, and starts one anew that
 * has died. Main thread. It must never end one from outside: serving/entry.ts says why.
 */
import { Worker } from 'node:worker_threads';
import { EXIT, type ExitCode, StartError } from '../../../shared/errors.js';
import { packageFile } from '../../../shared/package-files.js';
import { SharedState } from '../../../shared/state.js';
import { asError } from '../../../shared/thrown.js';
import type { Holding } from '../../pages/held-reply.js';
import type { Router } from '../../pages/router.js';
import type { FromThread, Order, Question, ServingStart, ToThread } from '../../serving/messages.js';
import { PageServer } from './page-server.js';

const SERVING_ENTRY = packageFile('dist/main/serving/entry.js');
/** One that dies again and again is started once in so long. */
const RESTART_MS = 1_000;

type Kind = Order['kind'];
/** What concerns only one thread, and is answered here. */
type Notice = Exclude<
  FromThread,
  { kind: 'listening' | 'failed' | 'answer' | 'page' | 'page-body' | 'page-gone' }
>;

export interface ServingThreadsOptions {
  readonly state: SharedState;
  /** What a thread is given that starts now, without its number and what was ordered. */
  readonly startWith: () => Omit<ServingStart, 'thread' | 'orders' | 'buffer'>;
  /** Answers what is asked of them that is no API. */
  readonly router: Pick<Router, 'route'>;
  /** Where what is gathered for them is held. */
  readonly budget: Holding;
  readonly onNotice: (notice: Notice, reply: (message: ToThread) => void) => void;
  /** One has died: it has given back what it held, and is about to be started again. */
  readonly onDeath: (error: Error, thread: number, slots: number) => void;
  /** One listens, at the start or again. */
  readonly onListening: () => void;
  /** The file that the threads run; the shipped one unless a test breaks it on purpose. */
  readonly entry?: URL;
}

interface Running {
  readonly worker: Worker;
  readonly pages: PageServer;
  /** Questions that it has not answered yet, and what is told when it does. */
  readonly asked: Map<number, (answer: unknown) => void>;
  isListening: boolean;
}

export class ServingThreads {
  /** By number; the main thread has none here. */
  readonly #running = new Map<number, Running>();
  /** What is in force: of each kind the last one. */
  readonly #orders = new Map<Kind, Order>();
  #told: Order[] = [];
  #question = 0;
  #isClosing = false;
  #closed: Promise<void> | null = null;

  constructor(private readonly options: ServingThreadsOptions) {}

  /** How many serve beside the main one. */
  get count(): number {
    return this.options.state.threads - 1;
  }

  /** Resolves when all listen. Rejects with a StartError where one cannot. */
  async start(): Promise<void> {
    await Promise.all(Array.from({ length: this.count }, (_, at) => this.#startOne(at + 1)));
  }

  #startOne(thread: number): Promise<void> {
    const { options } = this;
    const { state, entry = SERVING_ENTRY } = options;
    const orders = [...this.#orders.values()];
    const start: ServingStart = { ...options.startWith(), buffer: state.buffer, thread, orders };
    const worker = new Worker(entry, { workerData: start, name: `serving ${thread}` });
    const tell = (message: ToThread): void => worker.postMessage(message);
    const pages = new PageServer(options.router, tell, options.budget);
    const running: Running = { worker, pages, asked: new Map(), isListening: false };
    this.#running.set(thread, running);
    let cause = new Error('it ended');
    worker.on('error', (error: unknown) => {
      cause = asError(error);
    });
    return new Promise((resolve, reject) => {
      worker.on('message', (message: FromThread) => {
        if (message.kind === 'listening') {
          running.isListening = true;
          options.onListening();
          resolve();
        } else if (message.kind === 'failed') {
          cause = new StartError(message.message, message.exitCode as ExitCode);
          reject(cause);
        } else this.#hear(running, message);
      });
      worker.on('exit', () => {
        this.#bury(thread, running, cause);
        reject(cause instanceof StartError ? cause : new StartError(cause.message, EXIT.environment));
      });
    });
  }

  #hear(
    { worker, pages, asked }: Running,
    message: Exclude<FromThread, { kind: 'listening' | 'failed' }>,
  ): void {
    switch (message.kind) {
      case 'answer':
        asked.get(message.id)?.(message.answer);
        asked.delete(message.id);
        break;
      case 'page':
        pages.call(message);
        break;
      case 'page-body':
        pages.body(message.call, message.piece, message.isLast);
        break;
      case 'page-gone':
        pages.gone(message.call);
        break;
      default:
        this.options.onNotice(message, (reply) => worker.postMessage(reply));
    }
  }

  /** A thread has ended: what it held is given back, whoever waits for it is told, and another one takes its place. */
  #bury(thread: number, { pages, asked, isListening }: Running, cause: Error): void {
    const { state, onDeath } = this.options;
    this.#running.delete(thread);
    const slots = SharedState.attach(state.buffer, thread).giveBack();
    pages.allGone();
    for (const tell of asked.values()) tell(undefined);
    if (this.#isClosing || !isListening) return;
    state.socketThreadRestarts++;
    onDeath(cause, thread, slots);
    this.#restart(thread, 0);
  }

  #restart(thread: number, delayMs: number): void {
    const timer = setTimeout(() => {
      if (this.#isClosing) return;
      this.#startOne(thread).catch((error: unknown) => {
        this.options.onDeath(asError(error), thread, 0);
        this.#restart(thread, RESTART_MS);
      });
    }, delayMs);
    timer.unref();
  }

  /** Something holds from now on. It reaches the threads with the next `flush`, together with all that was told before. */
  tell(order: Order): void {
    this.#orders.set(order.kind, order);
    this.#told.push(order);
  }

  /** Each thread has what was told before its next request, and at the latest when its loop looks. */
  flush(): void {
    if (this.#told.length === 0) return;
    this.send({ kind: 'orders', orders: this.#told });
    this.#told = [];
  }

  /** What the first request brings about has been told. */
  announceStart(): void {
    this.options.state.control.announceStart();
  }

  /** To all threads. */
  send(message: ToThread): void {
    for (const { worker } of this.#running.values()) worker.postMessage(message);
    this.options.state.control.advance();
  }

  /** Asks all threads, and gives back what those have answered that live. Never rejects. */
  async ask<Answer>(question: Question): Promise<readonly Answer[]> {
    const all = await Promise.all([...this.#running.keys()].map((thread) => this.askOne(thread, question)));
    return all.filter((answer) => answer !== null) as Answer[];
  }

  /** Asks one; null where it does not live. Never rejects. */
  askOne(thread: number, question: Question): Promise<unknown> {
    const running = this.#running.get(thread);
    if (running === undefined) return Promise.resolve(null);
    return new Promise((resolve) => {
      const id = this.#question++;
      running.asked.set(id, (answer) => resolve(answer ?? null));
      running.worker.postMessage({ kind: 'ask', id, question } satisfies ToThread);
    });
  }

  /** Ends all of them, in order; asked again, waits for the same. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#isClosing = true;
    const ended = [...this.#running.values()].map(
      ({ worker }) => new Promise((resolve) => worker.once('exit', resolve)),
    );
    await this.ask({ about: 'closing' });
    await Promise.all(ended);
  }
}
