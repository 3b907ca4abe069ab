// Owns: how JSON files of the bench are written: indented, with short lists of texts and numbers on one line, as the
// project's formatter wants checked-in files. Must never: change a value.

/** The formatter's, a comma at the end included. */
const LINE_WIDTH_MAX = 110;
const LIST_OF_SCALARS = /^(.*)\[\n((?:\s+(?:"(?:[^"\\]|\\.)*"|[-\d.eE+]+|true|false|null),?\n)+)\s*\](,?)$/gm;

/** With a line feed at its end. */
export function jsonText(value: unknown): string {
  const indented = JSON.stringify(value, null, 2);
  const text = indented.replace(
    LIST_OF_SCALARS,
    (whole: string, before: string, items: string, comma: string) => {
      const inside = items
        .trim()
        .split('\n')
        .map((item) => item.trim())
        .join(' ');
      const line = `${before}[${inside}]${comma}`;
      return line.length > LINE_WIDTH_MAX ? whole : line;
    },
  );
  return `${text}\n`;
}
