/**
 * The gaps between the tokens of one answer. Pure but for the generator's state. Hot path: asked once a token.
 */
import type { Distribution } from './distribution.js';
import type { Random } from './random.js';
import { sample } from './sample.js';

export interface Pace {
  /** Milliseconds from one token to the next, at least 0. */
  nextGapMs(): number;
}

export class ConstantPace implements Pace {
  constructor(private readonly gapMs: number) {}

  nextGapMs(): number {
    return this.gapMs;
  }
}

/** Draws every gap anew. Owned by one answer, for it changes its generator's state. */
export class SampledPace implements Pace {
  constructor(
    private readonly gaps: Distribution,
    private readonly factor: number,
    private readonly random: Random,
  ) {}

  nextGapMs(): number {
    return sample(this.gaps, this.random) * this.factor;
  }
}
