/**
 * How a slot is taken and freed: the cap of the whole server, exact from any thread. Hot path; used by SharedState alone.
 *
 * Each thread writes down beside it how many it holds, so that they can be given back when it dies. Between the two steps stands no
 * call and no loop, where V8 could end the thread: it holds what it has written down, at whichever moment it dies.
 *
 * What is only looked at is read plainly: an atomic read is a call of a hundred instructions (callgrind, Node.js 20, 2026-11-28), and the
 * exchange behind it finds out whether what was read is still so.
 */
import * as at from './words.js';

/**
 * Takes a slot if one is free; `own` is the first word of the thread's own. Compare-and-exchange, not add-then-undo: while one thread's failed add waits to be undone,
 * another would see a full house and turn away a request for which there is room.
 */
export function tryAcquireSlot(words: Int32Array, own: number): boolean {
  const max = words[at.SLOTS_MAX] as number;
  let seen = words[at.ACTIVE] as number;
  while (seen < max) {
    const found = Atomics.compareExchange(words, at.ACTIVE, seen, seen + 1);
    if (found === seen) {
      words[own + at.OWN_ACTIVE] = (words[own + at.OWN_ACTIVE] as number) + 1;
      if (seen >= (words[at.PEAK] as number)) raisePeak(words, seen + 1);
      return true;
    }
    seen = found;
  }
  return false;
}

function raisePeak(words: Int32Array, active: number): void {
  let peak = Atomics.load(words, at.PEAK);
  while (active > peak) {
    const found = Atomics.compareExchange(words, at.PEAK, peak, active);
    if (found === peak) return;
    peak = found;
  }
}

/** Frees a slot. Throws when this thread holds none: that is a programmer's error, and a wrong count must never go on. */
export function releaseSlot(words: Int32Array, own: number): void {
  const held = words[own + at.OWN_ACTIVE] as number;
  if (held <= 0) throw new Error('slot released twice');
  words[own + at.OWN_ACTIVE] = held - 1;
  Atomics.sub(words, at.ACTIVE, 1);
}
