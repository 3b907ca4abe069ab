/**
 * Makes an Error of whatever was thrown. Any thread; never throws. A thread that breaks may throw null, a symbol, or an
 * object of which nothing can be read, and whoever reports it must not break with it.
 */
import { inspect } from 'node:util';

/** What of a thing that is no Error is shown: a log line has no room for more. */
const SHOWN = { depth: 1, maxArrayLength: 8, maxStringLength: 200, breakLength: Number.POSITIVE_INFINITY };

/** The Error itself where it is one that can be read, else one that shows what was thrown. */
export function asError(thrown: unknown): Error {
  try {
    if (thrown instanceof Error) {
      const { name, message, stack } = thrown;
      const isWhole =
        typeof message === 'string' && typeof name === 'string' && typeof (stack ?? '') === 'string';
      if (isWhole && message !== '') return thrown;
      // Node.js 24 loses the message of a DOMException between threads, but not its stack, which begins with it.
      if (isWhole) return new Error(stack?.split('\n')[0] || name || 'an error without a message was thrown');
    }
    return new Error(`${inspect(thrown, SHOWN)} was thrown`);
  } catch {
    // It throws when it is looked at: that is all that can be said of it.
    return new Error('something was thrown that cannot be shown');
  }
}
