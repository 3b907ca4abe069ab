/**
 * Has a worker thread give way to the main thread where both want the same core. Worker threads only.
 *
 * On Linux a nice value belongs to a thread, and `setpriority` with 0 means the calling one (setpriority(2), notes); elsewhere it
 * would be that of the whole process, so nothing is done there. A thread that gives way still gets what nobody else wants.
 */
import { getPriority, setPriority } from 'node:os';

const THE_CALLER = 0;
const NICE_MAX = 19;

/** By so much more than it was; whether it does. Where the system forbids it, it stays as it is: serving is not worth less for that. */
export function giveWay(by: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    setPriority(THE_CALLER, Math.min(NICE_MAX, getPriority(THE_CALLER) + by));
    return true;
  } catch {
    return false;
  }
}
