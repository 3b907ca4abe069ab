/**
 * The signals that this process takes, from its first line of code on. Main thread.
 *
 * A signal that nobody listens to ends a process at once, without a drain or a line, and the rest of the program takes a
 * tenth of a second to load. So they are caught before, and kept until there is somebody to give them to. It must import
 * nothing that takes time.
 */
import { EXIT } from '../../shared/errors.js';

/** End the server: in order the first time, at once the second. */
export const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** Reads the models file again. */
export const RELOAD_SIGNALS = ['SIGHUP'] as const;
/**
 * Mean nothing here, and would do harm unheard: SIGUSR1 has Node.js open its inspector on 127.0.0.1:9229, a way to run any
 * code in this process (the flag --disable-sigusr1 is not known to Node.js 20), and SIGUSR2 ends a process. SIGPIPE and
 * SIGXFSZ are ignored by Node.js itself.
 */
export const IGNORED_SIGNALS = ['SIGUSR1', 'SIGUSR2'] as const;

type Taken = (typeof STOP_SIGNALS | typeof RELOAD_SIGNALS | typeof IGNORED_SIGNALS)[number];
type SignalHandler = (signal: Taken) => void;

const stops: readonly string[] = STOP_SIGNALS;

export class SignalInbox {
  readonly #handlers = new Map<Taken, SignalHandler>();
  /** Arrived before anybody asked for them; each once. */
  readonly #kept = new Set<Taken>();

  constructor() {
    for (const signal of [...STOP_SIGNALS, ...RELOAD_SIGNALS, ...IGNORED_SIGNALS]) {
      process.on(signal, () => this.#take(signal));
    }
  }

  /** From here on, and for those that came before. */
  deliver(signals: readonly Taken[], handler: SignalHandler): void {
    for (const signal of signals) {
      this.#handlers.set(signal, handler);
      if (this.#kept.delete(signal)) handler(signal);
    }
  }

  #take(signal: Taken): void {
    const handler = this.#handlers.get(signal);
    if (handler !== undefined) handler(signal);
    // A start that hangs can be ended, too.
    else if (stops.includes(signal) && this.#kept.has(signal)) process.exit(EXIT.aborted);
    else this.#kept.add(signal);
  }
}
