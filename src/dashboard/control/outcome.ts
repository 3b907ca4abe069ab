/**
 * Owns where the control API is, and what its answers mean. Browser, pure. Must never throw at what a server sends.
 */
import { CONTROL_PATH } from '../../shared/answers/control-path.js';

export type Outcome<Body> =
  | { readonly kind: 'done'; readonly body: Body }
  /** Something is wrong with what was sent; the server's words. */
  | { readonly kind: 'refused'; readonly message: string; readonly problems: readonly string[] }
  /** The key is wrong. */
  | { readonly kind: 'locked' }
  /** There is no such API: ADMIN_KEY is not set there. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreachable' };

export type Failure = Exclude<Outcome<never>, { readonly kind: 'done' }>;

/** Where the API is, seen from the page: below the same prefix, if a proxy has put us below one. */
export function controlUrl(baseUri: string, path: string): string {
  return new URL(CONTROL_PATH.slice(1) + path, baseUri).href;
}

/** What an answer means. */
export function outcomeOf<Body>(status: number, text: string): Outcome<Body> {
  if (status === 401) return { kind: 'locked' };
  if (status === 404) return { kind: 'absent' };
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { kind: 'unreachable' };
  }
  if (status === 200) return { kind: 'done', body: body as Body };
  const { error } = (body ?? {}) as { error?: { message?: unknown; problems?: unknown } };
  const problems = Array.isArray(error?.problems) ? error.problems.map(String) : [];
  return { kind: 'refused', message: String(error?.message ?? status), problems };
}
