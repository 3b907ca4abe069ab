/**
 * Owns the shapes of what the control API takes and gives, as JSON Schema (2020-12, which OpenAPI 3.1 uses). Plain data; the
 * OpenAPI description shows it, and a test holds every documented answer to it.
 */
import { ENDPOINTS } from '../../shared/labels.js';
import { JOURNAL_ENTRIES_MAX } from '../records/journal.js';
import { MARKS_KEPT_MAX } from '../steering/scenario-director.js';
import { COUNT_MAX, ORDERS_MAX } from './next-faults.js';
import { count, mapOf, milliseconds, moment, nullableText, object, type Schema, text } from './shapes.js';
import { STATS_SCHEMAS } from './stats-schemas.js';

export const FAULT_CHARACTERS_MAX = 1_000;
export const NAME_CHARACTERS_MAX = 256;

const ending: Schema = { oneOf: [{ type: 'integer' }, { enum: ['aborted', 'severed'] }] };

const match = {
  model: {
    ...nullableText,
    maxLength: NAME_CHARACTERS_MAX,
    description: 'A name or a pattern, as in the models file.',
  },
  endpoint: { enum: [...ENDPOINTS, null] },
  key: {
    ...nullableText,
    maxLength: NAME_CHARACTERS_MAX,
    description: 'The end of an API key, as the journal shows it.',
  },
};
const order = { count: { type: ['integer', 'null'], minimum: 1, maximum: COUNT_MAX, default: 1 } };
const fault = {
  type: 'string',
  minLength: 1,
  maxLength: FAULT_CHARACTERS_MAX,
  description: 'In the grammar of faults.',
};

/** By name; the names are those of the description's components. */
export const SCHEMAS = {
  Error: object({
    error: object({
      message: text,
      problems: { type: 'array', items: text, description: 'Everything that is wrong.' },
    }),
  }),
  Config: object({
    revision: count,
    settings: mapOf(object({ value: text, given: { type: 'boolean' }, live: { type: 'boolean' } })),
    live: {
      type: 'array',
      items: text,
      description: 'The names of all settings that may be changed, given or not.',
    },
    models: mapOf({ type: 'object' }),
  }),
  ConfigChange: object(
    {
      settings: mapOf({
        type: ['string', 'number', 'boolean', 'null'],
        description: 'null takes the value of the start-up back.',
      }),
      models: mapOf({
        type: ['object', 'null'],
        description:
          'By name or pattern, with the keys of the models file; null takes back what was said of it.',
      }),
    },
    [],
  ),
  ...STATS_SCHEMAS,
  JournalEntry: object({
    number: { type: 'integer', minimum: 1 },
    time: moment,
    endpoint: { enum: ENDPOINTS },
    method: text,
    path: { ...text, description: 'Without its query, shortened; of an API as its endpoint has it.' },
    model: nullableText,
    key: nullableText,
    status: ending,
    fault: nullableText,
    stream: { type: 'boolean' },
    planned_first_token_ms: milliseconds,
    first_token_ms: milliseconds,
    planned_ms: milliseconds,
    actual_ms: { type: 'number', minimum: 0 },
    prompt_tokens: count,
    completion_tokens: count,
    body: { ...nullableText, description: 'With JOURNAL_BODIES the beginning of the body, masked.' },
  }),
  Journal: object({
    requests: {
      type: 'array',
      maxItems: JOURNAL_ENTRIES_MAX,
      items: { $ref: '#/components/schemas/JournalEntry' },
      description: 'The newest first.',
    },
  }),
  FaultOrder: object({ fault, ...order, match: object(match, []) }, ['fault']),
  FaultOrders: object({
    orders: {
      type: 'array',
      maxItems: ORDERS_MAX,
      items: object({ fault, left: { type: 'integer', minimum: 1 }, match: object(match) }),
    },
  }),
  Scenario: object({
    state: { enum: ['none', 'waiting', 'running', 'done', 'stopped'] },
    name: nullableText,
    repeat: { type: ['integer', 'null'], minimum: 1 },
    at_ms: milliseconds,
    end_ms: milliseconds,
    entry: { ...count, description: 'Moments of the time line that have passed; 0 while it does not run.' },
    entries: count,
    mark: { ...nullableText, description: 'The last one that has passed; null while it does not run.' },
    marks: {
      type: 'array',
      maxItems: MARKS_KEPT_MAX,
      items: object({ time: moment, at_ms: milliseconds, mark: text }),
      description: 'Those that have passed in this run, or in the last one.',
    },
    problems: { type: 'array', items: text, description: 'Why what it says now does not hold.' },
    steps: {
      type: 'array',
      items: object({
        at_ms: milliseconds,
        for_ms: milliseconds,
        set: mapOf(text),
        models: mapOf(mapOf(text)),
        ramp: { oneOf: [object({ setting: text, from: text, to: text }), { type: 'null' }] },
        mark: nullableText,
      }),
    },
  }),
  ScenarioPlan: object(
    {
      name: text,
      repeat: { type: ['integer', 'string'] },
      steps: {
        type: 'array',
        minItems: 1,
        items: { type: 'object' },
        description: 'As in a scenario file: at, for, set, models, ramp, down, mark.',
      },
    },
    ['steps'],
  ),
  Serving: object({ draining: { type: 'boolean' }, in_flight: count }),
  Reset: object({ since: moment }),
  Description: { type: 'object', required: ['openapi', 'paths'] },
} as const satisfies Readonly<Record<string, Schema>>;

export type SchemaName = keyof typeof SCHEMAS;

export function refTo(name: SchemaName): Schema {
  return { $ref: `#/components/schemas/${name}` };
}
