/**
 * What the making of one value has used up. Pure; one for each value, never shared.
 *
 * Steps are counted, not milliseconds: a schema that is refused here is refused everywhere, on a slow machine too.
 */
import { OUTPUT_CHARACTERS_MAX, STEPS_MAX } from './limits.js';
import { refuse, type SchemaProblem } from './problem.js';

/** A short text costs as much as a visit. */
const CHARACTERS_PER_STEP = 16;

export class Work {
  #steps = 0;
  #characters = 0;
  /** What went wrong first: it says more than that there was too much of it. */
  cause: SchemaProblem | null = null;

  constructor(private readonly stepsMax = STEPS_MAX) {}

  get steps(): number {
    return this.#steps;
  }

  /** Throws a SchemaProblem once there were too many. */
  step(path: string, steps = 1): void {
    this.#steps += steps;
    if (this.#steps <= this.stepsMax) return;
    if (this.cause !== null) throw this.cause;
    refuse('Schema is too costly to satisfy.', path);
  }

  /** The same for the length of what is made. */
  write(characters: number, path: string): void {
    this.step(path, Math.ceil(characters / CHARACTERS_PER_STEP));
    this.#characters += characters;
    if (this.#characters > OUTPUT_CHARACTERS_MAX) {
      refuse(`Schema asks for more than ${OUTPUT_CHARACTERS_MAX} characters.`, path);
    }
  }
}
