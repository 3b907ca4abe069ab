/**
 * Copies out of memory that is read as a ring. Pure.
 */

/** Copies `length` bytes of `ring`, which is read round after round, from its byte `from` on, into `target` at `at`. */
export function copyCyclic(ring: Buffer, from: number, target: Buffer, at: number, length: number): void {
  const first = Math.min(length, ring.length - from);
  ring.copy(target, at, from, from + first);
  const rounds = at + first;
  const end = at + length;
  let filled = rounds + Math.min(end - rounds, ring.length);
  ring.copy(target, rounds, 0, filled - rounds);
  // A ring may be a byte long: what is there already is doubled, so that its rounds are not copied one by one.
  while (filled < end) {
    const run = Math.min(end - filled, filled - rounds);
    target.copyWithin(filled, rounds, rounds + run);
    filled += run;
  }
}
