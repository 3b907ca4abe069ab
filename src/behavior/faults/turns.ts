/**
 * Whose turn it is: draws for each request whether it is to suffer a fault, and which. Main thread, hot path where there are
 * faults.
 *
 * What is left to chance depends on the seed and the request alone, as everything that is drawn; it is drawn apart from the
 * rest, so that faults change nothing of the requests that have none. What is counted depends on the order of arrival.
 */
import { createRandom, type Random } from '../random/random.js';
import type { Fault, FaultMix } from './fault.js';

/** Clients choose what is counted by, so the number of counts is bounded; whoever was not seen for the longest goes first. */
export const COUNTS_MAX = 10_000;
/** Keeps this draw apart from all others of the same request. */
const STREAM = 0x6661756c;

/** How often each has asked, by the rule that counts it. */
export interface FaultCounts {
  /** Counts a request; gives back which one it is of that requester's, from 1. */
  count(mix: FaultMix, rule: number, who: string): number;
  /** Starts all counts anew. */
  forget(): void;
}

class OwnCounts implements FaultCounts {
  /** By rule and requester, in the order of their last request. */
  readonly #counts = new Map<string, number>();
  readonly #keys = new WeakMap<FaultMix, string>();
  #mixes = 0;

  forget(): void {
    this.#counts.clear();
  }

  /** A mix that is read anew counts anew. */
  #keyOf(mix: FaultMix): string {
    const known = this.#keys.get(mix);
    if (known !== undefined) return known;
    const key = String(this.#mixes++);
    this.#keys.set(mix, key);
    return key;
  }

  count(mix: FaultMix, rule: number, who: string): number {
    const key = `${this.#keyOf(mix)} ${rule} ${who}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.delete(key);
    if (this.#counts.size >= COUNTS_MAX) this.#counts.delete(this.#counts.keys().next().value as string);
    this.#counts.set(key, count);
    return count;
  }
}

export class FaultTurns {
  readonly #random: Random;

  /** `processSeed` stands in where no seed is given; `counts` are those of all threads, where several serve. */
  constructor(
    processSeed: number,
    private readonly counts: FaultCounts = new OwnCounts(),
  ) {
    this.#random = createRandom(processSeed, STREAM);
  }

  /**
   * The fault of one request, or null.
   *
   * @param seed of the request, null for chance
   * @param hash of the request, see hashBytes; asked for only where there is a seed
   * @param who is counted by: the model, and whoever asks
   */
  faultOf(mix: FaultMix, seed: number | null, hash: () => number, who: string): Fault | null {
    const { rules } = mix;
    let hit: Fault | null = null;
    let sum = 0;
    for (const [index, { turn, fault }] of rules.entries()) {
      if (turn.by === 'share') {
        sum += turn.share;
        continue;
      }
      const count = this.counts.count(mix, index, who);
      const isHit = turn.by === 'first' ? count <= turn.count : count % turn.count === 0;
      if (isHit) hit ??= fault;
    }
    if (hit !== null || sum === 0) return hit;
    return drawn(mix, this.#draw(seed, hash));
  }

  /** Starts all counts anew. */
  forget(): void {
    this.counts.forget();
  }

  #draw(seed: number | null, hash: () => number): number {
    return seed === null ? this.#random.next() : createRandom(seed, (hash() ^ STREAM) >>> 0).next();
  }
}

/** `drawn` is uniform from 0 to 1. */
function drawn({ rules }: FaultMix, at: number): Fault | null {
  let left = at;
  for (const { turn, fault } of rules) {
    if (turn.by !== 'share') continue;
    if (left < turn.share) return fault;
    left -= turn.share;
  }
  return null;
}
