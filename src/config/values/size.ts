/**
 * How a number of bytes is written, in settings and in messages that name one: `16384`, `16KiB`, `4MB`. Pure.
 */

/** Those of 1,024 first, which are written where both fit: that is how memory is counted. */
const UNITS: readonly (readonly [name: string, bytes: number])[] = [
  ['GiB', 1024 ** 3],
  ['MiB', 1024 ** 2],
  ['KiB', 1024],
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
];

/** As for whole numbers: no sign, no leading zero, no blank. */
const SIZE = /^(0|[1-9]\d*)(GiB|MiB|KiB|GB|MB|kB)?$/;

/** In bytes; undefined for what is no size. */
export function parseSize(text: string): number | undefined {
  const parts = SIZE.exec(text);
  if (parts === null) return undefined;
  const [, number, name] = parts;
  const unit = UNITS.find(([one]) => one === name);
  return Number(number) * (unit?.[1] ?? 1);
}

/** As it can be given, exactly, in the unit of which it is the smallest whole number. */
export function sizeText(bytes: number): string {
  let [count, name] = [bytes, ''];
  for (const [unit, one] of UNITS) {
    if (bytes % one === 0 && bytes / one < count) [count, name] = [bytes / one, unit];
  }
  return `${count}${name}`;
}

/** As `sizeText`, for a sentence: a bare number gets its unit. */
export function sizeWords(bytes: number): string {
  const text = sizeText(bytes);
  return text === String(bytes) ? `${text} ${bytes === 1 ? 'byte' : 'bytes'}` : text;
}
