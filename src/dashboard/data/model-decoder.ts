/**
 * Owns how what /live tells of the rows of the models file becomes rows of a table. Browser, pure. Must never throw at what a
 * server sends, be it older or newer than this page: cells are found by name, one that is missing is NaN.
 */
import { MODEL_COLUMNS, type ModelColumn } from '../../shared/live-protocol.js';

/** What the server said of a row, and its name. */
export interface ModelRow {
  readonly name: string;
  readonly cells: Readonly<Record<ModelColumn, number>>;
}

/** The rows, those first that were asked for most; null where the text is something else. `columns` are those of the hello. */
export function parseModels(text: string, columns: readonly string[]): readonly ModelRow[] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const { models } = (parsed ?? {}) as { models?: unknown };
  if (!Array.isArray(models)) return null;
  const places = MODEL_COLUMNS.map((name) => [name, columns.indexOf(name)] as const);
  const rows = models.filter(Array.isArray).map(([name, ...cells]): ModelRow => {
    const known = places.map(([column, place]) => [column, numberOf(cells[place])]);
    return { name: String(name), cells: Object.fromEntries(known) };
  });
  return rows.sort((one, other) => other.cells.requests - one.cells.requests);
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN;
}
