/**
 * Owns the words in which shapes of the control API are written down, as JSON Schema. Pure.
 */

export type Schema = { readonly [keyword: string]: unknown };

export const text: Schema = { type: 'string' };
export const nullableText: Schema = { type: ['string', 'null'] };
export const count: Schema = { type: 'integer', minimum: 0 };
export const milliseconds: Schema = { type: ['number', 'null'], minimum: 0 };
export const moment: Schema = { type: 'string', format: 'date-time' };

/** An object that has all of these properties, and no other. */
export function object(
  properties: Readonly<Record<string, Schema>>,
  required = Object.keys(properties),
): Schema {
  return { type: 'object', properties, required, additionalProperties: false };
}

export function mapOf(value: Schema): Schema {
  return { type: 'object', additionalProperties: value };
}
