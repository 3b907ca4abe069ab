/**
 * How a thread collects its own garbage when it says so, and not when V8 does. Any thread; touches the caller's heap alone.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Gives back a function that runs a full collection of the calling thread's heap, which takes milliseconds. */
export function createCollector(): () => void {
  // The function is given to contexts that are made while the flag is set. Flags belong to the process: the flag stays set,
  // for a thread that took it away might do so between these two lines of another one.
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
