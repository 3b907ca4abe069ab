/**
 * Which codings a client takes (RFC 9110, 12.5.3). Main thread, pure.
 */

export type Coding = 'br' | 'gzip';

/** Of what a client says of the codings that it takes, or of the copies that it has. More names no browser's. */
const HEADER_CHARACTERS_MAX = 1_024;

/** In small letters; the empty text where the header was not sent. */
export function takenCodings(acceptEncoding: string): ReadonlySet<string> {
  return new Set(
    elementsOf(acceptEncoding).flatMap((element) => {
      const [coding = '', ...parameters] = element.split(';').map((part) => part.trim().toLowerCase());
      // A weight of 0 says "not this one".
      return parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter)) ? [] : [coding];
    }),
  );
}

/** What stands between the commas of a header; nothing of one that is too long. */
export function elementsOf(header: string): string[] {
  if (header === '' || header.length > HEADER_CHARACTERS_MAX) return [];
  return header.split(',').map((element) => element.trim());
}
