/**
 * Owns the one moment that a reader looks at, in all charts at once. Browser. It is a time, not a place: while the charts
 * move on, the cursor stays with its row, until that has left the ten minutes.
 */
import type { Moment } from './chart-data.js';

const STEP_LONG = 60;

export class SharedCursor {
  #atMs: number | null = null;
  /** Moments that have a row, oldest first. */
  #moments: readonly Moment[] = [];

  constructor(private readonly moved: () => void) {}

  /** What is looked at; null where nothing is. */
  get moment(): Moment | null {
    return this.#atMs === null ? null : (this.#moments[this.#nearest(this.#atMs)] ?? null);
  }

  /** Tells of the rows that there are now. */
  update(moments: readonly Moment[]): void {
    this.#moments = moments.filter(({ sample }) => sample !== null);
    const first = this.#moments[0]?.atMs ?? Number.POSITIVE_INFINITY;
    if (this.#atMs !== null && this.#atMs < first) this.#atMs = null;
  }

  /** Looks at the row that is nearest to a time, or at none. */
  moveTo(atMs: number | null): void {
    const next = atMs === null ? null : (this.#moments[this.#nearest(atMs)]?.atMs ?? null);
    if (next === this.#atMs) return;
    this.#atMs = next;
    this.moved();
  }

  /** Does what a key asks for; says whether it asked for anything. */
  key(name: string): boolean {
    const last = this.#moments.length - 1;
    const at = this.#atMs === null ? null : this.#nearest(this.#atMs);
    const by = (steps: number): number => (at === null ? last : Math.min(last, Math.max(0, at + steps)));
    switch (name) {
      case 'ArrowLeft':
        return this.#go(by(-1));
      case 'ArrowRight':
        return this.#go(by(1));
      case 'PageUp':
        return this.#go(by(-STEP_LONG));
      case 'PageDown':
        return this.#go(by(STEP_LONG));
      case 'Home':
        return this.#go(0);
      case 'End':
        return this.#go(last);
      case 'Escape':
        this.moveTo(null);
        return true;
      default:
        return false;
    }
  }

  #go(index: number): boolean {
    this.moveTo(this.#moments[index]?.atMs ?? null);
    return true;
  }

  #nearest(atMs: number): number {
    const after = this.#moments.findIndex((moment) => moment.atMs >= atMs);
    if (after === -1) return this.#moments.length - 1;
    if (after === 0) return 0;
    const [before, next] = [this.#moments[after - 1], this.#moments[after]] as [Moment, Moment];
    return atMs - before.atMs < next.atMs - atMs ? after - 1 : after;
  }
}
