// Owns: many readers at a time: how they come, how they go, and how the answers are counted.
// Must never: open so many in one turn that the accept queue runs over.

import { Asker } from '../support/asker.js';
import type { StalledReader } from '../support/stalled-reader.js';
import type { Target } from './target.js';

const BATCH_MS = 100;
const LEAVE_AT_ONCE = 200;
/** An answer that is not whole by then counts as lost. */
const ANSWER_MS_MAX = 180_000;

/** Calls `open` for each index, `size` of them in a tenth of a second; resolves when all have opened. */
export async function inBatches(
  count: number,
  size: number,
  open: (index: number) => Promise<unknown>,
): Promise<void> {
  for (let begun = 0; begun < count; begun += size) {
    const indexes = Array.from({ length: Math.min(size, count - begun) }, (_, index) => begun + index);
    const pause = new Promise((resolve) => setTimeout(resolve, BATCH_MS));
    await Promise.all([pause, ...indexes.map(open)]);
  }
}

/** Lets all leave; how many by the status that they found, `none` for a connection that was gone. */
export async function countStatuses(readers: readonly StalledReader[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (let left = 0; left < readers.length; left += LEAVE_AT_ONCE) {
    const some = readers.slice(left, left + LEAVE_AT_ONCE);
    for (const status of await Promise.all(some.map((reader) => reader.leave()))) {
      count(counts, status === 0 ? 'none' : String(status));
    }
  }
  return counts;
}

/** Asks so often, and reads every answer to its end; counts `whole`, other statuses, and what was wrong. */
export async function readAll(
  target: Target,
  request: string,
  readers: number,
  perBatch: number,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const answers: Promise<void>[] = [];
  await inBatches(readers, perBatch, () => {
    const asker = new Asker(target.peer, target.port);
    const answer = asker.ask(request, ANSWER_MS_MAX, false).then(({ reply, problem }) => {
      asker.leave();
      count(counts, problem ?? (reply.status === 200 ? 'whole' : String(reply.status)));
    });
    answers.push(answer);
    return Promise.resolve();
  });
  await Promise.all(answers);
  return counts;
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}
