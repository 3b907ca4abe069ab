// Owns: faults of every kind, with all that each may be told, as generators and as texts. Pure.

import fc from 'fast-check';
import { type Fault, type FaultMix, PLAIN_FAULT } from '../../dist/behavior/faults/fault.js';
import { FAULT_ROWS, type FaultArgument } from '../../dist/behavior/faults/kinds.js';
import { FAULT_KINDS, type FaultKind } from '../../dist/shared/labels.js';

/** A fault of this kind of which these things were told. */
export function faultOf(kind: FaultKind, told: Partial<Fault> = {}): Fault {
  return { ...PLAIN_FAULT, kind, ...told };
}

const thousandths = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: max * 1_000 });
const wholeMs = fc.integer({ min: 0, max: 100 * 3_600_000 });
const status = fc.integer({ min: 400, max: 599 });

const TOLD: Readonly<Record<FaultArgument, fc.Arbitrary<Partial<Fault>>>> = {
  late: fc.constant({ late: true }),
  quota: fc.constant({ quota: true, status: 429 }),
  html: fc.constant({ html: true }),
  reset: fc.constant({ byReset: true }),
  'retry-after': wholeMs.map((retryAfterMs) => ({ retryAfterMs })),
  // As it is read: of decimals, divided once.
  at: fc.oneof(
    thousandths(100).map((share) => ({ share: share / 1_000 / 100 })),
    fc.nat({ max: 1_000_000 }).map((tokens) => ({ tokens })),
  ),
  status: status.map((one) => ({ status: one })),
  time: wholeMs.map((forMs) => ({ forMs })),
  factor: fc.integer({ min: 1_001, max: 1_000_000 }).map((factor) => ({ factor: factor / 1_000 })),
};

/** Any fault. */
export const faults: fc.Arbitrary<Fault> = fc.constantFrom(...FAULT_KINDS).chain((kind) => {
  const takes: readonly FaultArgument[] = FAULT_ROWS[kind].takes;
  return fc
    .tuple(fc.subarray([...takes], { minLength: kind === 'slow' ? 1 : 0 }), status)
    .chain(([told, code]) =>
      fc
        .tuple(...told.map((argument) => TOLD[argument]))
        .map(
          (parts) =>
            Object.assign(faultOf(kind), kind === 'status' ? { status: code } : {}, ...parts) as Fault,
        ),
    );
});

/** Any mix: the shares make 100 % at the most. */
export const mixes: fc.Arbitrary<FaultMix> = fc
  .array(fc.tuple(faults, fc.constantFrom('share', 'first', 'every'), fc.integer({ min: 1, max: 8_333 })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((rules) => ({
    rules: rules.map(([fault, by, count]) => ({
      fault,
      turn: by === 'share' ? { by, share: count / 1_000 / 100 } : { by: by as 'first' | 'every', count },
    })),
  }));
