/**
 * Owns: texts that are kept and written again and again. Pure.
 *
 * V8 puts a text that is made by `+` together when it is first read as a whole, and keeps the tree of its parts until then, 32 bytes
 * a part. Where such a text is only ever a part of others, that is never: every one of them walks the tree anew. `join` copies at once.
 */

/** `parts` as one text in one piece of memory. */
export function flatText(...parts: readonly (string | number)[]): string {
  return parts.join('');
}
