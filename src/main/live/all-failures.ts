/**
 * The requests that were refused last in all threads that serve: those of the main one, and what the others have told. Main thread,
 * once a second.
 */
import { FAILURES_MAX, type LiveFailure, type LiveFailures } from '../../shared/answers/live-failures.js';
import type { FailedRequests } from '../records/failed-requests.js';

export class AllFailures {
  #others: readonly LiveFailures[] = [];
  #text = '[]';
  #changes = 0;

  constructor(private readonly own: Pick<FailedRequests, 'revision' | 'read'>) {}

  /** Grows with everything that `read` would say. */
  get revision(): number {
    return this.own.revision + this.#changes;
  }

  /** What the others have now. */
  hear(others: readonly LiveFailures[]): void {
    const text = JSON.stringify(others);
    if (text === this.#text) return;
    this.#text = text;
    this.#others = others;
    this.#changes++;
  }

  read(): LiveFailures {
    const all = [this.own.read(), ...this.#others];
    const lines = new Map<string, LiveFailure>();
    for (const line of all.flatMap(({ failures }) => failures)) {
      const key = JSON.stringify({ ...line, atMs: 0, count: 0 });
      const same = lines.get(key);
      const count = line.count + (same?.count ?? 0);
      lines.set(key, { ...line, atMs: Math.max(line.atMs, same?.atMs ?? 0), count });
    }
    const failures = [...lines.values()].sort((one, other) => other.atMs - one.atMs).slice(0, FAILURES_MAX);
    return { failures, unlisted: all.reduce((sum, { unlisted }) => sum + unlisted, 0) };
  }
}
