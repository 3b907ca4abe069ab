import { test } from 'node:test';
import fc from 'fast-check';
import { ExchangeModel, MOST_CLIENTS, type Step } from '../../../support/exchange-model.js';
import { GOOD_BODY } from '../../../support/exchange-rig.js';
import { withFakeLoop } from '../../../support/fake-loop.js';

const nth = fc.nat({ max: MOST_CLIENTS - 1 });

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constant(GOOD_BODY) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 40 }).map((length) => ' '.repeat(length)) },
  { weight: 1, arbitrary: fc.constant('garbage') },
  { weight: 1, arbitrary: fc.integer({ min: 60, max: 70 }).map((length) => ' '.repeat(length)) },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('open' as const),
      length: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, fc.integer({ min: 62, max: 67 })),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      nth,
      piece,
      isLast: fc.boolean(),
      delayMs: fc.oneof(
        fc.constant(0),
        fc.integer({ min: 1, max: 20_000 }).map((tenths) => tenths / 10),
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('abort' as const), nth }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('advance' as const),
      ms: fc.oneof(fc.constantFrom(0, 1, 999, 1_000), fc.integer({ min: 0, max: 1_500 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('stall' as const), ms: fc.integer({ min: 0, max: 500 }) }),
  },
);

test('in any order of uploads, aborts and delays the slots, the replies and the counters are those of a simple model', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 120 }), (cap, steps) =>
      withFakeLoop((loop) => {
        const model = new ExchangeModel(loop, cap);
        for (const each of steps) model.take(each);
        model.finish();
      }),
    ),
    { numRuns: 400 },
  );
});
