/**
 * The API key of a request, wherever some provider's clients put it. Main thread, hot path where keys matter.
 */
import { KEY_PLACES } from '../../protocols/providers.js';
import { HeaderName, type RequestHead } from '../transport/transport.js';

const PLACES = KEY_PLACES.map(({ header, query, scheme, within = null }) => ({
  header: header === null ? null : new HeaderName(header),
  query,
  scheme: scheme === null ? null : new RegExp(`^${scheme} +(.+)$`, 'i'),
  within,
}));

/** The first key that there is; empty where there is none. */
export function keyOf(head: RequestHead): string {
  for (const { header, query, scheme, within } of PLACES) {
    const value = header === null ? head.parameter(query as string) : head.header(header);
    const sent = scheme === null ? value : (scheme.exec(value)?.[1] ?? '');
    const key = within === null || sent === '' ? sent : (within.exec(sent)?.[1] ?? '');
    if (key !== '') return key;
  }
  return '';
}
