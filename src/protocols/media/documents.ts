/**
 * How large a document is: a text by its bytes, all others in pages, which follow from their bytes too. Pure. No document is opened.
 */
import type { Embedded } from './bytes.js';

/** Of a PDF, about: text with some pictures. */
const BYTES_PER_PAGE = 50_000;
/** As many as any provider takes. */
export const PAGES_MAX = 1_000;
/** Of a document that lies elsewhere, and is not fetched. */
export const PAGES_UNKNOWN = 5;

/** As texts are estimated. */
const BYTES_PER_TOKEN = 4;

const TEXTS = /^(?:text\/|application\/(?:json|xml|yaml|x-ndjson|javascript))/;

/** `mime`: what is said of it elsewhere than in a data URL. */
export function documentTokens(
  embedded: Embedded | null,
  mime: string | null,
  tokensPerPage: number,
): number {
  if (embedded === null) return PAGES_UNKNOWN * tokensPerPage;
  const { length } = embedded.bytes;
  if (TEXTS.test(mime ?? embedded.mime)) return Math.ceil(length / BYTES_PER_TOKEN);
  const pages = Math.ceil(length / BYTES_PER_PAGE);
  return Math.min(Math.max(1, pages), PAGES_MAX) * tokensPerPage;
}
