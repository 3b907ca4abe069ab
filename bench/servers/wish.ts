// Owns: what the servers look at in a parsed body. Must never: check more of it than the work asks for.

import { WARM_UP_MODEL } from './work.js';

export interface Wish {
  readonly stream: boolean;
  /** A request that warms the server up: nothing of its answer waits. */
  readonly atOnce: boolean;
  /** The usage is wanted at the end of the stream. */
  readonly usage: boolean;
}

interface Asked {
  readonly stream?: unknown;
  readonly model?: unknown;
  readonly stream_options?: { readonly include_usage?: unknown } | null;
}

/** Null where the body is JSON but no object. */
export function wishOf(body: unknown): Wish | null {
  if (typeof body !== 'object' || body === null) return null;
  const { stream, model, stream_options: options } = body as Asked;
  return {
    stream: stream === true,
    atOnce: model === WARM_UP_MODEL,
    usage: options?.include_usage === true,
  };
}
