// Owns: what the servers look at in a parsed body. Must never: check more of it than the work asks for.

import { WARM_UP_MODEL } from './work.js';

export interface Wish {
  readonly stream: boolean;
  /** A request that warms the server up: nothing of its answer waits. */
  readonly atOnce: boolean;
}

/** Null where the body is JSON but no object. */
export function wishOf(body: unknown): Wish | null {
  if (typeof body !== 'object' || body === null) return null;
  const { stream, model } = body as { readonly stream?: unknown; readonly model?: unknown };
  return { stream: stream === true, atOnce: model === WARM_UP_MODEL };
}
