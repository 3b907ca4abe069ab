// Owns: so many chaotic clients, at most so many at once. Runs on: the command's process.
// Must never: open the next one before the loop has had its turn, or its own clients would be late.

import { runChaosClient } from './chaos-client.js';
import { drawClient, type Random } from './client-plan.js';
import type { Target } from './target.js';

/** Connections that are opened in one turn of the loop. */
const OPENED_AT_ONCE = 40;
/** So many losses are told in words. */
const TOLD_MAX = 20;

export interface CrowdCounts {
  clients: number;
  died: number;
  answered: number;
  refused: number;
  /** Patient clients without their whole answer. */
  lost: number;
  readonly told: string[];
}

/** Resolves when all have come and gone; at once when the server ends, with those that were there until then. */
export function runCrowd(
  target: Target,
  random: Random,
  { count, atOnce }: { readonly count: number; readonly atOnce: number },
): Promise<CrowdCounts> {
  const counts: CrowdCounts = { clients: 0, died: 0, answered: 0, refused: 0, lost: 0, told: [] };
  let begun = 0;
  return new Promise((resolve) => {
    const step = (): void => {
      const over = target.exit() !== null || begun === count;
      if (over && counts.clients === begun) {
        resolve(counts);
        return;
      }
      for (
        let opened = 0;
        !over && opened < OPENED_AT_ONCE && begun < count && begun - counts.clients < atOnce;
      ) {
        begun++;
        opened++;
        const plan = drawClient(random, target);
        runChaosClient(target, plan, (outcome) => {
          counts.clients++;
          if (outcome === 'died' || outcome === 'answered' || outcome === 'refused') {
            counts[outcome]++;
            return;
          }
          counts.lost++;
          const { mount, port, delayMs } = plan;
          if (counts.told.length < TOLD_MAX) {
            counts.told.push(`chaotic: ${mount.path} on ${port}, ${delayMs} ms: ${outcome}`);
          }
        });
      }
      setTimeout(step, 1);
    };
    step();
  });
}
