// Owns: requests to the control API, drawn from its own description: right ones, and such with something wrong in any part. Pure.

import fc from 'fast-check';
import { formatFault } from '../../../dist/behavior/faults/format.js';
import { ADMIN_KEY } from '../control-client.js';
import { faults } from '../faults.js';
import { damaged } from './damage.js';
import type { DescribedApi, Operation } from './described-api.js';
import { changed, type Drawing, valuesOf } from './from-schema.js';

export interface ControlAsk {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** null for none. */
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the key and the type are right, so that it is its parameters and its body alone that count. */
  readonly isLetIn: boolean;
}

const BODY_BYTES_MAX = 65_536;
const RIGHT: Readonly<Record<string, string>> = {
  authorization: `Bearer ${ADMIN_KEY}`,
  'content-type': 'application/json',
};

// biome-ignore format: lists
const NAMES = ['SEED', 'RESPONSE_DELAY', 'response_delay', 'MAX_CONCURRENT', 'LOAD_FACTOR', 'FAULTS', 'RATE_LIMITS', 'QUEUE_SIZE', 'OUTPUT_TOKENS', 'output_tokens', 'load_factor', 'faults', 'PORT', 'NOPE', '__proto__', 'constructor', 'm', 'gpt-*', 'at', 'for', 'set', 'models', 'ramp', 'down', 'mark', '', '1'];
// biome-ignore format: a list
const TEXTS = ['1s', '5', '0', '2', '100', 'true', 'uniform(1s,2s)', 'small-hosted', 'key: 10 requests/s', '5%:429', 'first(2):503', 'm', 'gpt-*', '?', '', '429', 'none', 'off', 'SEED', '{}', '\u0000', 'a\nb'];
// biome-ignore format: a table, a line for each
const STEPS = [
  { at: 0, for: '1s', set: { SEED: 5 } },
  { at: '5ms', for: '20ms', set: { FAULTS: '50%:503', MAX_CONCURRENT: 10 }, mark: 'x' },
  { at: 0, for: '10m', ramp: { setting: 'LOAD_FACTOR', from: 1, to: 5 } },
  { at: '1ms', for: '1s', models: { 'm*': { output_tokens: 2 } } },
  { at: 0, for: '3s', down: true },
  { at: '2s', mark: 'the end' },
];

function drawingOf(api: DescribedApi): Drawing {
  return {
    resolve: (schema) => api.resolve(schema),
    names: fc.oneof(
      { arbitrary: fc.constantFrom(...NAMES), weight: 5 },
      { arbitrary: fc.string({ maxLength: 300 }), weight: 1 },
    ),
    texts: fc.oneof(fc.constantFrom(...TEXTS), faults.map(formatFault)),
  };
}

/** Bodies as texts: such as the schema accepts, such as it nearly accepts, and such as are no JSON or too long. */
function bodiesOf(operation: Operation, drawing: Drawing): fc.Arbitrary<string | null> {
  if (operation.body === null) return fc.constant(null);
  const isOfSteps = 'steps' in ((drawing.resolve(operation.body).properties ?? {}) as object);
  const meant = fc.record(
    {
      name: fc.constant('drawn'),
      repeat: fc.constantFrom(1, 3),
      steps: fc.subarray(STEPS, { minLength: 1 }),
    },
    { requiredKeys: ['steps'] },
  );
  const drawn = valuesOf(operation.body, drawing);
  const right: fc.Arbitrary<unknown> = isOfSteps ? fc.oneof(drawn, meant) : drawn;
  const texts = right.map((value) => JSON.stringify(value));
  const padded = fc
    .tuple(texts, fc.integer({ min: -1, max: 2 }))
    .map(([text, more]) => text.padEnd(BODY_BYTES_MAX + more - (Buffer.byteLength(text) - text.length)));
  return fc.oneof(
    { arbitrary: texts, weight: 10 },
    { arbitrary: changed(right).map((value) => JSON.stringify(value)), weight: 6 },
    { arbitrary: damaged(texts, ['{', '}', '"', ',', '[', 'null', '1e999']), weight: 2 },
    { arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)), weight: 1 },
    { arbitrary: fc.string({ unit: 'binary', maxLength: 200 }), weight: 1 },
    { arbitrary: padded, weight: 1 },
    { arbitrary: fc.constantFrom(null, ''), weight: 1 },
  );
}

function queriesOf(operation: Operation, drawing: Drawing): fc.Arbitrary<Record<string, string>> {
  if (operation.parameters.length === 0) return fc.constant({});
  const parts = operation.parameters.map(({ name, schema }) => {
    const right = valuesOf(schema, drawing).map(String);
    return [
      name,
      fc.oneof({ arbitrary: right, weight: 3 }, { arbitrary: fc.string({ maxLength: 300 }), weight: 1 }),
    ] as const;
  });
  return fc
    .record(Object.fromEntries(parts), { requiredKeys: [] })
    .map((query) => query as Record<string, string>);
}

/** What is wrong around a request; nothing, most of the time. */
const WRONGS: readonly ((ask: ControlAsk) => ControlAsk)[] = [
  ({ headers, ...ask }) => ({
    ...ask,
    isLetIn: false,
    headers: { ...headers, authorization: 'Bearer wrong' },
  }),
  ({ headers, ...ask }) => ({
    ...ask,
    isLetIn: false,
    headers: { 'content-type': headers['content-type'] ?? '' },
  }),
  ({ headers, ...ask }) => ({
    ...ask,
    isLetIn: false,
    headers: { ...headers, 'content-type': 'text/plain' },
  }),
  (ask) => ({ ...ask, method: 'DELETE' }),
  (ask) => ({ ...ask, method: 'PUT' }),
  (ask) => ({ ...ask, method: ask.body === null ? 'HEAD' : 'GET', body: null }),
  (ask) => ({ ...ask, path: `${ask.path}/x` }),
  (ask) => ({ ...ask, path: ask.path.replace('/v1/', '/v1/v1/') }),
];

const WRONG_WEIGHT = 1;
const RIGHT_WEIGHT = 5;

/** Any request that has to do with the API. */
export function controlAsks(api: DescribedApi): fc.Arbitrary<ControlAsk> {
  const drawing = drawingOf(api);
  const right = fc.constantFrom(...api.operations).chain((operation) =>
    fc.record({
      method: fc.constant(operation.method),
      path: fc.constant(operation.path),
      query: queriesOf(operation, drawing),
      body: bodiesOf(operation, drawing),
      headers: fc.constant(RIGHT),
      isLetIn: fc.constant(true),
    }),
  );
  const wrong = fc.tuple(right, fc.constantFrom(...WRONGS)).map(([ask, make]) => make(ask));
  return fc.oneof({ arbitrary: right, weight: RIGHT_WEIGHT }, { arbitrary: wrong, weight: WRONG_WEIGHT });
}
