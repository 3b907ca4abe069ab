/**
 * Has large bodies parsed by the work pool: as many at once as it has threads and as there is memory for, the others in the order
 * of arrival. Main thread.
 *
 * How many may wait is bounded by the slots, for each waits for a request that holds one; how many bytes, by whoever gathers
 * bodies. What a client that has left wanted to know is not parsed, or not told.
 */

import { PARSING_BYTES_PER_BYTE } from '../../config/settings/server.js';
import { PROTOCOLS } from '../../protocols/providers.js';
import type { Defects } from '../../shared/defects.js';
import type { BodyBytes, ParsedBody } from '../../workers/tasks.js';
import type { WorkPool } from '../../workers/work-pool.js';
import type { MemoryBudget } from '../admission/memory-budget.js';
import type { ApiRoute } from './api-routes.js';

/** There is no memory for it, and none will be free soon. */
export const NO_ROOM: ParsedBody = { ok: false, kind: 'memoryFull', message: 'no room', param: null };

/** Told what a body says; null when the worker failed, which was reported. */
export type OnParsed = (parsed: ParsedBody | null) => void;

interface Waiting {
  readonly route: ApiRoute;
  readonly body: BodyBytes;
  /** null once the request was given up. */
  onParsed: OnParsed | null;
}

export class BodyParser {
  /** In the order of arrival; a set, for any of them may leave. */
  readonly #waiting = new Set<Waiting>();
  #underWay = 0;

  constructor(
    private readonly pool: Pick<WorkPool, 'parseBody' | 'threads'>,
    private readonly budget: Pick<MemoryBudget, 'tryHold' | 'free'>,
    private readonly defects: Defects,
    private readonly bodyBytesMax: number,
  ) {}

  /** The memory of `body` is handed over. Gives back how to give it up; `onParsed` is called in a later turn. */
  parse(route: ApiRoute, body: BodyBytes, onParsed: OnParsed): () => void {
    const waiting: Waiting = { route, body, onParsed };
    this.#waiting.add(waiting);
    this.#startNext();
    return () => {
      waiting.onParsed = null;
      this.#waiting.delete(waiting);
    };
  }

  /** Nobody knows how long one will be that is packed. */
  #longestOf({ length, packing }: BodyBytes): number {
    return packing === null ? length : this.bodyBytesMax;
  }

  #startNext(): void {
    for (const next of this.#waiting) {
      if (this.#underWay >= this.pool.threads) return;
      const heldBytes = this.#longestOf(next.body) * PARSING_BYTES_PER_BYTE;
      const hasRoom = this.budget.tryHold(heldBytes);
      // Those under way will give theirs back.
      if (!hasRoom && this.#underWay > 0) return;
      this.#waiting.delete(next);
      if (hasRoom) {
        this.#underWay++;
        this.defects.catch(this.#parse(next, heldBytes), 'parsing of a body');
      } else {
        this.defects.catch(turnAway(next), 'refusal of a body');
      }
    }
  }

  async #parse(waiting: Waiting, heldBytes: number): Promise<void> {
    const { route, body } = waiting;
    let parsed: ParsedBody | null = null;
    try {
      parsed = await this.pool.parseBody({
        ...body,
        bytesMax: this.bodyBytesMax,
        protocol: PROTOCOLS.indexOf(route.protocol),
        options: route.parseOptions,
      });
    } finally {
      this.#underWay--;
      this.budget.free(heldBytes);
      this.#startNext();
      waiting.onParsed?.(parsed);
    }
  }
}

/** In a later turn: whoever asked has not yet been given the means to give up. */
async function turnAway(waiting: Waiting): Promise<void> {
  await Promise.resolve();
  waiting.onParsed?.(NO_ROOM);
}
