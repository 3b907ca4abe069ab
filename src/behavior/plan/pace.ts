/**
 * The gaps between the tokens of one answer. Pure but for the generator's state. Hot path: asked once a token.
 */
import type { Distribution } from '../distributions/distribution.js';
import { sample } from '../distributions/sample.js';
import type { Random } from '../random/random.js';

export interface Pace {
  /** Milliseconds from one token to the next, at least 0. */
  nextGapMs(): number;
  /** The sum of the next `count` gaps, drawn no further than `limitMs`. For an answer that is not streamed. */
  sumOfGapsMs(count: number, limitMs: number): number;
}

export class EvenPace implements Pace {
  constructor(private readonly gapMs: number) {}

  nextGapMs(): number {
    return this.gapMs;
  }

  sumOfGapsMs(count: number): number {
    return this.gapMs * count;
  }
}

/** All tokens at once. */
export const AT_ONCE = new EvenPace(0);

/** Draws every gap anew. Owned by one answer, for it changes its generator's state. */
export class DrawnPace implements Pace {
  constructor(
    private readonly gaps: Distribution,
    private readonly factor: number,
    private readonly random: Random,
  ) {}

  nextGapMs(): number {
    return sample(this.gaps, this.random) * this.factor;
  }

  sumOfGapsMs(count: number, limitMs: number): number {
    let sum = 0;
    for (let left = count; left > 0 && sum < limitMs; left--) sum += this.nextGapMs();
    return sum;
  }
}
