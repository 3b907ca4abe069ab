/**
 * Random JSON schemas that some value satisfies, with every keyword that says something of a value, nested.
 */
import fc from 'fast-check';

export type Draft = 7 | 2020;
type Schema = Record<string, unknown> | boolean;
type Arbitrary = fc.Arbitrary<Schema>;

const KEYS = [
  'name',
  'city',
  'id',
  'userEmail',
  'count',
  'price',
  'tags',
  'constructor',
  'a/b',
  '名前',
  'x y',
  'k1',
  'k2',
  'k3',
];
const PATTERNS = [
  '^[a-z]{2,8}$',
  '\\d{3}-\\d{4}',
  '^(foo|bar)+$',
  '^[A-Z]\\w*$',
  '[^a-z]',
  '^(?=.*\\d)[a-z\\d]{4,}$',
  '^$|^x',
  '\\p{L}+',
];
const FORMATS = [
  ...[
    'date',
    'time',
    'date-time',
    'duration',
    'email',
    'hostname',
    'ipv4',
    'ipv6',
    'uri',
    'uri-reference',
    'uuid',
  ],
  ...['json-pointer', 'regex', 'relative-json-pointer', 'iso-time', 'byte', 'url', 'uri-template'],
];
const TYPES = ['null', 'boolean', 'object', 'array', 'number', 'integer', 'string'];

/** The three keywords of a condition. */
export function conditional(condition: Schema, holds: Schema, fails: Schema): object {
  // biome-ignore lint/suspicious/noThenProperty: that is what the keyword is called
  return { if: condition, then: holds, else: fails };
}

const key = fc.constantFrom(...KEYS);
const value = fc.jsonValue({ maxDepth: 2 });

/** Some of the keywords, each by chance. */
function some(keywords: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(keywords, { requiredKeys: [] });
}

/** A pair in order. */
function bounds(max: number): fc.Arbitrary<readonly [number, number]> {
  return fc.tuple(fc.nat(max), fc.nat(max)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
}

const text: Arbitrary = fc.oneof(
  fc
    .tuple(bounds(60), some({ minLength: fc.constant(0), maxLength: fc.constant(0) }))
    .map(([[min, max], said]) => ({
      type: 'string',
      ...('minLength' in said ? { minLength: min } : {}),
      ...('maxLength' in said ? { maxLength: max } : {}),
    })),
  fc.constantFrom(...PATTERNS).map((pattern) => ({ type: 'string', pattern })),
  fc.constantFrom(...FORMATS).map((format) => ({ type: 'string', format })),
  fc.constant({ type: 'string', pattern: '^[a-z]+$', minLength: 5, maxLength: 9 }),
  fc.constant({ type: 'string', format: 'email', minLength: 40 }),
);

const number: Arbitrary = fc
  .record({
    type: fc.constantFrom('number', 'integer'),
    low: fc.integer({ min: -1000, max: 1000 }),
    width: fc.integer({ min: 2, max: 500 }),
    step: fc.constantFrom(null, 1, 2, 0.5, 0.01),
    open: fc.boolean(),
    said: fc.constantFrom('both', 'min', 'max', 'none'),
  })
  .map(({ type, low, width, step, open, said }) => ({
    type,
    ...(said === 'both' || said === 'min' ? { [open ? 'exclusiveMinimum' : 'minimum']: low } : {}),
    // Between two open bounds there is a whole number still, and a multiple of each step.
    ...(said === 'both' || said === 'max'
      ? { [open ? 'exclusiveMaximum' : 'maximum']: low + width + 2 }
      : {}),
    ...(step === null ? {} : { multipleOf: step }),
  }));

const scalar: Arbitrary = fc.oneof(
  text,
  number,
  fc.constantFrom({ type: 'boolean' }, { type: 'null' }, {}, true as const),
  value.map((each) => ({ const: each })),
  fc
    .uniqueArray(value, { minLength: 1, maxLength: 5, selector: (each) => JSON.stringify(each) })
    .map((each) => ({ enum: each })),
  fc.uniqueArray(fc.constantFrom(...TYPES), { minLength: 1 }).map((type) => ({ type })),
  fc.constantFrom('string', 'integer', 'boolean').map((type) => ({ type, nullable: true })),
  fc.constant({ type: ['string', 'null'], not: { type: 'null' } }),
  fc.constant({ type: 'integer', minimum: 0, maximum: 9, not: { enum: [1, 2, 3] } }),
  fc.constant({
    allOf: [{ type: 'integer' }, { minimum: 5 }, { maximum: 90 }, { multipleOf: 5 }, { multipleOf: 2 }],
  }),
);

function objects(inner: Arbitrary, draft: Draft): Arbitrary {
  const names = fc.uniqueArray(key, { minLength: 1, maxLength: 5 });
  const extra = some({
    additionalProperties: fc.oneof(fc.boolean(), inner),
    patternProperties: inner.map((schema) => ({ '^x_[a-z]+$': schema })),
    propertyNames: fc.constant({ maxLength: 12 }),
    minProperties: fc.constant(1),
  });
  const dependent = fc.constantFrom('none', 'names', 'schemas');
  return fc
    .tuple(names, fc.array(inner, { minLength: 5, maxLength: 5 }), fc.nat(5), extra, dependent)
    .map(([declared, schemas, needed, more, asks]) => {
      const [first = '', last = ''] = [declared[0], declared.at(-1)];
      const wanted = asks === 'names' ? [last] : { required: [last] };
      const keyword = asks === 'names' ? 'dependentRequired' : 'dependentSchemas';
      return {
        type: 'object',
        properties: Object.fromEntries(declared.map((name, index) => [name, schemas[index]])),
        required: declared.slice(0, needed),
        ...more,
        ...(asks === 'none' ? {} : { [draft === 7 ? 'dependencies' : keyword]: { [first]: wanted } }),
      };
    });
}

function arrays(inner: Arbitrary, draft: Draft): Arbitrary {
  const [firstKey, othersKey] = draft === 7 ? ['items', 'additionalItems'] : ['prefixItems', 'items'];
  return fc.oneof(
    fc.tuple(inner, bounds(4), fc.boolean()).map(([items, [min, max], isBounded]) => ({
      type: 'array',
      items,
      ...(isBounded ? { minItems: min, maxItems: max } : {}),
    })),
    fc
      .tuple(fc.array(inner, { minLength: 1, maxLength: 3 }), fc.oneof(inner, fc.boolean()))
      .map(([first, others]) => ({
        type: 'array',
        [firstKey as string]: first,
        [othersKey as string]: others,
        minItems: first.length,
      })),
    fc.nat(5).map((min) => ({ type: 'array', items: { type: 'integer' }, uniqueItems: true, minItems: min })),
    fc
      .constantFrom(...TYPES.slice(4))
      .map((type) => ({ type: 'array', items: { type }, contains: { type }, maxItems: 6 })),
    fc.constant({
      type: 'array',
      contains: { const: 7 },
      ...(draft === 7 ? {} : { minContains: 2, maxContains: 3 }),
    }),
    fc.constant({ type: 'array', items: { enum: ['a', 'b', 'c'] }, uniqueItems: true, minItems: 3 }),
  );
}

function joined(inner: Arbitrary): Arbitrary {
  const branch = (kind: string): Arbitrary =>
    inner.map((schema) => ({
      type: 'object',
      properties: { kind: { const: kind }, [kind]: schema },
      required: ['kind', kind],
    }));
  return fc.oneof(
    inner.map((schema) => ({ allOf: [schema, true, {}] })),
    fc.tuple(inner, inner).map(([a, b]) => ({
      allOf: [
        { type: 'object', properties: { a }, required: ['a'] },
        { properties: { b }, required: ['b'] },
      ],
    })),
    fc.tuple(inner, inner).map(([a, b]) => ({ anyOf: [a, b, false] })),
    fc.tuple(branch('one'), branch('two')).map((oneOf) => ({ oneOf })),
    fc.constant({
      oneOf: [{ type: 'integer' }, { type: 'number', minimum: 5 }, { type: 'string', format: 'date' }],
    }),
    fc.tuple(inner, inner).map(([a, b]) => ({
      type: 'object',
      properties: { kind: { enum: ['one', 'two'] } },
      required: ['kind'],
      ...conditional(
        { properties: { kind: { const: 'one' } } },
        { properties: { payload: a }, required: ['payload'] },
        { properties: { payload: b }, required: ['payload'] },
      ),
    })),
  );
}

/** With parts of its own that refer to one another, and to themselves. */
function withReferences(inner: Arbitrary, draft: Draft): Arbitrary {
  const place = draft === 7 ? 'definitions' : '$defs';
  return fc.tuple(inner, inner).map(([leaf, other]) => ({
    type: 'object',
    properties: {
      tree: { $ref: `#/${place}/tree` },
      list: { $ref: `#/${place}/list` },
      other,
      root: { $ref: '#' },
    },
    required: ['tree', 'list'],
    [place]: {
      tree: {
        type: 'object',
        properties: { leaf, children: { type: 'array', items: { $ref: `#/${place}/tree` } } },
        required: ['leaf', 'children'],
      },
      list: { anyOf: [{ type: 'null' }, { $ref: `#/${place}/link` }] },
      link: { type: 'object', properties: { next: { $ref: `#/${place}/list` } }, required: ['next'] },
    },
  }));
}

/** @param draft which words it uses where the drafts differ */
export function jsonSchemas(draft: Draft): Arbitrary {
  const { nested } = fc.letrec<{ nested: Schema }>((tie) => ({
    nested: fc.oneof(
      { maxDepth: 3, depthIdentifier: `nested-${draft}` },
      { arbitrary: scalar, weight: 3 },
      { arbitrary: objects(tie('nested'), draft), weight: 3 },
      { arbitrary: arrays(tie('nested'), draft), weight: 2 },
      { arbitrary: joined(tie('nested')), weight: 2 },
    ),
  }));
  return fc.oneof({ arbitrary: nested, weight: 4 }, { arbitrary: withReferences(nested, draft), weight: 1 });
}
