/**
 * What a schema says of an array's items, compared with one. Pure.
 */
import { canonical } from '../basis/json.js';
import type { Work } from '../basis/work.js';
import { at, itemsOf, type Leaf, numberOf, type Placed } from '../reading/keywords.js';

/** What is asked back. */
interface Asked {
  readonly work: Work;
  fits(value: unknown, placed: Placed): boolean;
}

export function itemsFit(value: readonly unknown[], leaf: Leaf, asked: Asked): boolean {
  const { schema, path } = leaf;
  if (value.length < (numberOf(schema, 'minItems') ?? 0)) return false;
  if (value.length > (numberOf(schema, 'maxItems') ?? Infinity)) return false;
  const { first, others } = itemsOf(leaf);
  const fit = (item: unknown, index: number): boolean => {
    const placed = first[index] ?? others;
    return placed === null || asked.fits(item, placed);
  };
  if (!value.every(fit)) return false;
  if (schema.uniqueItems === true) {
    asked.work.step(path, value.length);
    if (new Set(value.map(canonical)).size < value.length) return false;
  }
  return schema.contains === undefined || containsEnough(value, leaf, asked);
}

function containsEnough(value: readonly unknown[], leaf: Leaf, asked: Asked): boolean {
  const contains = at(leaf, 'contains');
  const count = value.filter((item) => asked.fits(item, contains)).length;
  const min = numberOf(leaf.schema, 'minContains') ?? 1;
  return count >= min && count <= (numberOf(leaf.schema, 'maxContains') ?? Infinity);
}
