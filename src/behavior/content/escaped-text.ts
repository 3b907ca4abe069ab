/**
 * Texts as they are inside a JSON string, without the quotes, in UTF-8. Pure.
 */

/** By ASCII character: a letter or two for what has a short escape, six for the other controls. */
const ASCII_BYTES = Uint8Array.from(
  { length: 128 },
  (_, unit) => escapeText(String.fromCharCode(unit)).length,
);
/** A surrogate without its other half is escaped: \ud800. */
const LONE_BYTES = 6;

export function escapeText(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** How many bytes the units of `text` from `from` to `end` become, without making them. */
export function escapedBytes(text: string, from = 0, end = text.length): number {
  let bytes = 0;
  for (let at = from; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) bytes += ASCII_BYTES[unit] as number;
    else if (unit < 0x800) bytes += 2;
    else if ((unit & 0xf800) !== 0xd800) bytes += 3;
    else if (unit < 0xdc00 && at + 1 < end && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
      bytes += 4;
      at++;
    } else bytes += LONE_BYTES;
  }
  return bytes;
}
