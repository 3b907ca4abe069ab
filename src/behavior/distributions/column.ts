/**
 * Owns how a column of numbers is read from the text of a table (CSV, or with semicolons or tabs). Pure; gives mistakes back as data, with
 * their line. Its page is docs/measured-models.md.
 */

/** What a distribution wants of a file. */
export interface ColumnAsk {
  /** As somebody wrote it. */
  readonly path: string;
  /** By its name or its number from 1; null for the only one, or the one that a trace is known by. */
  readonly column: string | null;
  /** Of every value, in the distribution's unit. */
  readonly max: number;
  /** What a number is multiplied by to be in the distribution's unit. */
  readonly factor: number;
}

export type ReadColumn =
  /** In the order of the file; at least one. */
  | { readonly ok: true; readonly values: Float64Array }
  /** Begins with the path, and the line from 1 where there is one. */
  | { readonly ok: false; readonly message: string };

/** Reads the file that is asked for; what has no right to read files is given none of these. */
export type ColumnReader = (ask: ColumnAsk) => ReadColumn;

/** A trace of an hour of a busy service; eight bytes each. */
export const COLUMN_ROWS_MAX = 200_000;
/** What a message quotes of a file. */
const SHOWN_CHARACTERS_MAX = 40;

/**
 * Names of the column of output tokens, in small letters without anything else: of Azure's traces, of BurstGPT, of this server's own
 * words, of usage in answers, and of vLLM's.
 */
const LENGTH_COLUMNS: readonly string[] = [
  'generatedtokens',
  'responsetokens',
  'outputtokens',
  'completiontokens',
  'outputlength',
];

const NUMBER = /^\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** Reads one column. A first line without a number in it names the columns; blank lines are passed over. */
export function parseColumn(text: string, ask: ColumnAsk): ReadColumn {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first === -1) return wrong(ask, null, 'expected a table of numbers, got nothing');
  const separator = separatorOf(lines[first] ?? '');
  const head = cellsOf(lines[first] ?? '', separator);
  const isHead = !head.some((cell) => NUMBER.test(cell));
  const index = indexIn(head, isHead, ask.column);
  if (typeof index === 'string') return wrong(ask, first, index);
  const values: number[] = [];
  for (let at = isHead ? first + 1 : first; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    if (values.length === COLUMN_ROWS_MAX)
      return wrong(ask, at, `expected at most ${COLUMN_ROWS_MAX} rows, got more`);
    const cell = cellsOf(line, separator)[index] ?? '';
    if (!NUMBER.test(cell))
      return wrong(ask, at, `expected a number in column ${index + 1}, got ${shown(cell)}`);
    const value = Number(cell) * ask.factor;
    if (value > ask.max)
      return wrong(ask, at, `expected a smaller number in column ${index + 1}, got ${shown(cell)}`);
    values.push(value);
  }
  if (values.length === 0)
    return wrong(ask, first, 'expected a number below the names of the columns, got nothing');
  return { ok: true, values: Float64Array.from(values) };
}

function wrong({ path }: ColumnAsk, at: number | null, problem: string): ReadColumn {
  return { ok: false, message: `${path}${at === null ? '' : `:${at + 1}`}: ${problem}` };
}

function shown(cell: string): string {
  if (cell === '') return 'nothing';
  return `"${cell.length > SHOWN_CHARACTERS_MAX ? `${cell.slice(0, SHOWN_CHARACTERS_MAX)}…` : cell}"`;
}

function separatorOf(line: string): string {
  return [',', ';', '\t'].find((one) => line.includes(one)) ?? ',';
}

/** Of one line. A cell may stand in quotes, with the separator in it. */
function cellsOf(line: string, separator: string): readonly string[] {
  if (!line.includes('"')) return line.split(separator).map((cell) => cell.trim());
  const cells: string[] = [''];
  let isQuoted = false;
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted;
    else if (character === separator && !isQuoted) cells.push('');
    else cells.push(cells.pop() + character);
  }
  return cells.map((cell) => cell.trim());
}

/** The place of the column, from 0; or what is wrong. */
function indexIn(head: readonly string[], isHead: boolean, column: string | null): number | string {
  const names = isHead ? head : [];
  const known = names.map(plain);
  if (column === null) {
    if (head.length === 1) return 0;
    const found = known.findIndex((name) => LENGTH_COLUMNS.includes(name));
    return found === -1 ? `expected one column, or which of ${list(head, isHead)} is meant` : found;
  }
  const named = known.indexOf(plain(column));
  if (named !== -1) return named;
  const number = /^[1-9]\d{0,3}$/.test(column) ? Number(column) : Number.NaN;
  if (number <= head.length) return number - 1;
  return `expected a column of ${list(head, isHead)}, got ${shown(column)}`;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

const NAMES_SHOWN_MAX = 20;

function list(head: readonly string[], isHead: boolean): string {
  if (!isHead) return `1 to ${head.length}`;
  const names = head.slice(0, NAMES_SHOWN_MAX).map(shown).join(', ');
  return head.length > NAMES_SHOWN_MAX ? `${names}, …` : names;
}
