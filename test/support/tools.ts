// Owns: two tools as tests offer them, and a check of the arguments that are made for them.
// Runs on: the test process. Must never: depend on which values are made, only on what their schemas say.

import assert from 'node:assert/strict';

export const WEATHER_SCHEMA = {
  type: 'object' as const,
  properties: { city: { type: 'string' as const }, unit: { type: 'string' as const, enum: ['C', 'F'] } },
  required: ['city', 'unit'],
  additionalProperties: false,
};

export const CLOCK_SCHEMA = {
  type: 'object' as const,
  properties: { zone: { type: 'string' as const } },
  required: ['zone'],
  additionalProperties: false,
};

export const SCHEMAS = { get_weather: WEATHER_SCHEMA, get_time: CLOCK_SCHEMA } as const;

/** Fails unless the name is that of one of the two tools, and the value satisfies its schema. */
export function assertArguments(name: string, value: unknown): void {
  assert.ok(name === 'get_weather' || name === 'get_time', name);
  const fields = value as Record<string, unknown>;
  assert.deepEqual(Object.keys(fields).sort(), [...SCHEMAS[name].required].sort(), JSON.stringify(value));
  for (const field of Object.values(fields)) assert.equal(typeof field, 'string', JSON.stringify(value));
  if (name === 'get_weather') assert.ok(['C', 'F'].includes(fields.unit as string), JSON.stringify(value));
}

/** The same for JSON. */
export function assertArgumentsText(name: string, json: string): void {
  assertArguments(name, JSON.parse(json));
}
