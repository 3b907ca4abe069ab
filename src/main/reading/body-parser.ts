/**
 * Has large bodies parsed by the work pool: as many at once as it has threads, the others in the order of arrival. Main thread.
 *
 * How many may wait is bounded by the slots, for each waits for a request that holds one; how many bytes, by whoever gathers
 * bodies. What a client that has left wanted to know is not parsed, or not told.
 */

import { PROTOCOLS } from '../../protocols/providers.js';
import type { Defects } from '../../shared/defects.js';
import type { ParsedBody } from '../../workers/tasks.js';
import type { WorkPool } from '../../workers/work-pool.js';
import type { ApiRoute } from './api-routes.js';

/** Told what a body says; null when the worker failed, which was reported. */
export type OnParsed = (parsed: ParsedBody | null) => void;

interface Waiting {
  readonly route: ApiRoute;
  readonly body: Buffer;
  /** null once the request was given up. */
  onParsed: OnParsed | null;
}

export class BodyParser {
  /** In the order of arrival; a set, for any of them may leave. */
  readonly #waiting = new Set<Waiting>();
  #underWay = 0;

  constructor(
    private readonly pool: Pick<WorkPool, 'parseBody' | 'threads'>,
    private readonly defects: Defects,
  ) {}

  /** `body` owns its memory, which is handed over. Gives back how to give it up; `onParsed` is called in a later turn. */
  parse(route: ApiRoute, body: Buffer, onParsed: OnParsed): () => void {
    const waiting: Waiting = { route, body, onParsed };
    this.#waiting.add(waiting);
    this.#startNext();
    return () => {
      waiting.onParsed = null;
      this.#waiting.delete(waiting);
    };
  }

  #startNext(): void {
    for (const next of this.#waiting) {
      if (this.#underWay >= this.pool.threads) return;
      this.#waiting.delete(next);
      this.#underWay++;
      this.defects.catch(this.#parse(next), 'parsing of a body');
    }
  }

  async #parse(waiting: Waiting): Promise<void> {
    const { route, body } = waiting;
    let parsed: ParsedBody | null = null;
    try {
      parsed = await this.pool.parseBody({
        memory: body.buffer as ArrayBuffer,
        start: body.byteOffset,
        length: body.length,
        protocol: PROTOCOLS.indexOf(route.protocol),
        options: route.parseOptions,
      });
    } finally {
      this.#underWay--;
      this.#startNext();
      waiting.onParsed?.(parsed);
    }
  }
}
