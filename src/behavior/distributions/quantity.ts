/**
 * The two things that the grammar measures, durations and counts: units, bounds, and how a value is written. Pure.
 */

/** A unit by its names, the first of which is written; in a count, the empty one. */
interface Unit {
  readonly names: readonly string[];
  /** How many of the smallest steps it holds: nanoseconds for durations, thousandths for counts. */
  readonly steps: number;
  /** More decimals would be finer than one step, or, from seconds up, than anybody means. */
  readonly decimalsMax: number;
}

export interface Quantity {
  /** With its article, as messages say it. */
  readonly noun: string;
  readonly example: string;
  /** From small to large. */
  readonly units: readonly Unit[];
  /** Steps in 1 of what a sample is in: milliseconds or counts. */
  readonly stepsPerValue: number;
  /** The largest value that may be written, and how messages write it. */
  readonly max: number;
  readonly maxText: string;
  /** Whether a share alone, such as 40%, may stand for one of so many. */
  readonly takesShare: boolean;
}

/** Held in milliseconds. Up to 100 hours every nanosecond has a double of its own, so what is written comes back. */
export const DURATION: Quantity = {
  noun: 'a duration',
  example: '2s',
  units: [
    { names: ['us'], steps: 1e3, decimalsMax: 3 },
    { names: ['ms'], steps: 1e6, decimalsMax: 6 },
    { names: ['s'], steps: 1e9, decimalsMax: 9 },
    { names: ['m', 'min'], steps: 60e9, decimalsMax: 9 },
    { names: ['h'], steps: 3600e9, decimalsMax: 9 },
  ],
  stepsPerValue: 1e6,
  max: 100 * 3_600_000,
  maxText: '100h',
  takesShare: false,
};

/** Counts may have decimals: exponential(200.5) is a mean. What is sampled is rounded. */
export const COUNT: Quantity = {
  noun: 'a count',
  example: '200',
  units: [{ names: [''], steps: 1e3, decimalsMax: 3 }],
  stepsPerValue: 1e3,
  max: 10_000_000,
  maxText: '10000000',
  takesShare: true,
};

/** The unit of that name, however it is capitalised. */
export function findUnit(quantity: Quantity, name: string): Unit | undefined {
  const lower = name.toLowerCase();
  return quantity.units.find(({ names }) => names.includes(lower));
}

/** Exact to the step, in the quantity's value: milliseconds, or counts. */
export function valueIn(quantity: Quantity, number: number, unit: Unit): number {
  return Math.round(number * unit.steps) / quantity.stepsPerValue;
}

/** The value in the unit that makes the shortest text, with no leading `0.` where a smaller unit avoids it. */
export function formatValue(quantity: Quantity, value: number): string {
  if (value === 0) return '0';
  const steps = Math.round(value * quantity.stepsPerValue);
  let best: string | undefined;
  for (const unit of quantity.units) {
    if (best !== undefined && steps < unit.steps) break;
    const number = String(steps / unit.steps);
    const decimals = number.split('.')[1] ?? '';
    // A third of a minute has no end of decimals.
    if (decimals.length > unit.decimalsMax || Math.round(Number(number) * unit.steps) !== steps) continue;
    const text = `${number}${unit.names[0]}`;
    if (best === undefined || text.length <= best.length) best = text;
  }
  return best ?? `${value}`;
}
