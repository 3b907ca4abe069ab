/**
 * The text of the user's that an answer may repeat: the one thing of a client's that a held request keeps. Pure.
 */

/** As many characters as RESPONSE_TEXT may have: of a longer text the beginning is repeated. */
export const ECHO_CHARACTERS_MAX = 131_072;

const BEYOND_LATIN1 = /[\u0100-\uffff]/;

/**
 * The text, or its beginning, in memory of its own. V8 makes a part of a string out of a pointer to the whole, and a sum out of
 * pointers to its parts: a few words of a body of 16 MiB could keep it in memory for as long as their request waits.
 */
export function keepText(text: string): string {
  const kept = text.slice(0, endOf(text));
  const encoding = BEYOND_LATIN1.test(kept) ? 'utf16le' : 'latin1';
  return Buffer.from(kept, encoding).toString(encoding);
}

/** No character is cut in halves. */
function endOf(text: string): number {
  if (text.length <= ECHO_CHARACTERS_MAX) return text.length;
  const isPair = (text.codePointAt(ECHO_CHARACTERS_MAX - 1) as number) > 0xffff;
  return isPair ? ECHO_CHARACTERS_MAX - 1 : ECHO_CHARACTERS_MAX;
}
