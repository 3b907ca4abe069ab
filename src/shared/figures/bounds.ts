/**
 * The buckets of everything that takes time, one set for all of it: what was planned and what came of it can be compared only
 * where both lie in the same buckets. Plain data, for every thread and the page.
 */

/** A bucket is 8.3 % wide at the most, so that a quantile is never more than that from what was observed. */
const PER_DECADE = 30;
const DECADES_FROM = -3;
const DECADES_TO = 2;
/** Beyond them: as long as a request may take, in coarse steps. */
const LONG_PER_DECADE = 10;
const LONGEST_SECONDS = 640;
/** A timer of an idle loop is late by less. */
const LEAST_SECONDS = 0.0005;

/** Upper bounds in seconds: half a millisecond, then fine ones from 1 ms to 100 s, then coarse ones to ten minutes. */
export const TIME_BOUNDS_SECONDS: readonly number[] = [
  LEAST_SECONDS,
  ...steps(DECADES_FROM * PER_DECADE, DECADES_TO * PER_DECADE, PER_DECADE),
  ...steps(DECADES_TO * LONG_PER_DECADE + 1, Math.log10(LONGEST_SECONDS) * LONG_PER_DECADE, LONG_PER_DECADE),
];

/** Powers of ten with three digits, from one exponent to another, so many to a decade. */
function steps(from: number, to: number, perDecade: number): number[] {
  const exponents = Array.from({ length: Math.floor(to) - from + 1 }, (_, at) => (from + at) / perDecade);
  return exponents.map((exponent) => Number((10 ** exponent).toPrecision(3)));
}
