/**
 * Owns the one request that the page sends by hand, and what came of it. Browser. Must never reject, and never have two of them on
 * their way.
 */
import { latin1 } from '../control/client.js';
import { wordsOf } from './answer-words.js';
import { baseUrlOf, firstBody } from './snippets.js';

export type Course =
  | { readonly is: 'waiting'; readonly sinceMs: number }
  | {
      readonly is: 'answered' | 'refused';
      readonly ms: number;
      readonly status: number;
      readonly words: string;
    }
  | { readonly is: 'lost' | 'cancelled'; readonly ms: number };

export class FirstRequest {
  #course: Course | null = null;
  #abort: AbortController | null = null;

  constructor(
    private readonly baseUri: string,
    private readonly changed: () => void,
  ) {}

  /** null before the first one. */
  get course(): Course | null {
    return this.#course;
  }

  get isOnItsWay(): boolean {
    return this.#abort !== null;
  }

  /** `key` is empty where none is sent. */
  async send(model: string, key: string): Promise<void> {
    if (this.#abort !== null) return;
    const abort = new AbortController();
    this.#abort = abort;
    const sinceMs = performance.now();
    this.#course = { is: 'waiting', sinceMs };
    this.changed();
    this.#course = await ask(this.baseUri, { model, key, sinceMs, signal: abort.signal });
    this.#abort = null;
    this.changed();
  }

  cancel(): void {
    this.#abort?.abort();
  }
}

interface Asked {
  readonly model: string;
  readonly key: string;
  readonly sinceMs: number;
  readonly signal: AbortSignal;
}

async function ask(baseUri: string, { model, key, sinceMs, signal }: Asked): Promise<Course> {
  const took = () => performance.now() - sinceMs;
  try {
    const response = await fetch(`${baseUrlOf(baseUri)}/chat/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key === '' ? {} : { authorization: `Bearer ${latin1(key)}` }),
      },
      body: firstBody(model),
      credentials: 'omit',
      redirect: 'error',
      signal,
    });
    const words = wordsOf(await response.text());
    const is = response.ok ? 'answered' : 'refused';
    return { is, ms: took(), status: response.status, words };
  } catch {
    return { is: signal.aborted ? 'cancelled' : 'lost', ms: took() };
  }
}
