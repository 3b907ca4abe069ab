/**
 * Owns the admin key, and how the control API is asked. Browser. Must never write the key anywhere: it is in memory until the
 * page is closed or the key is taken back.
 */
import { controlUrl, type Outcome, outcomeOf } from './outcome.js';

/** Of a server that hangs. */
const TIMEOUT_MS = 10_000;
const JSON_TYPE = 'application/json';
const YAML = 'application/yaml';

export class ControlClient {
  #key = '';

  constructor(private readonly baseUri: string) {}

  get hasKey(): boolean {
    return this.#key !== '';
  }

  /** The empty key forgets the one before. */
  use(key: string): void {
    this.#key = key;
  }

  /** A text is sent as YAML. Never rejects. */
  async ask<Body>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: object | string,
  ): Promise<Outcome<Body>> {
    try {
      const response = await fetch(controlUrl(this.baseUri, path), {
        method,
        headers: {
          // Header values are bytes: a key beyond them would throw, and be told as a server that is gone.
          authorization: `Bearer ${latin1(this.#key)}`,
          ...(body === undefined ? {} : { 'content-type': typeof body === 'string' ? YAML : JSON_TYPE }),
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        credentials: 'omit',
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return outcomeOf(response.status, await response.text());
    } catch {
      return { kind: 'unreachable' };
    }
  }
}

/** The bytes of UTF-8, each as a character: so a key of any letters fits into a header. */
export function latin1(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}
