/**
 * Makes the numbers of a value. Pure.
 *
 * What is a multiple is told by a division without a rest, as validators do it; of 0.01 few multiples pass, so several are tried.
 */
import { giveUp } from '../basis/problem.js';
import { rangeOf } from '../reading/keywords.js';
import { FRACTION, INTEGER } from '../reading/types.js';
import { INTEGER_FORMATS } from '../words/formats.js';
import { numbersNamed } from '../words/names.js';
import type { Joined, Room } from './room.js';
import { numberTokens } from './tokens.js';

/** How far a number is from its one bound. */
const USUAL_SPAN = 100;
const PLACES = 2;
const TRIES_MAX = 200;

interface Demands {
  readonly min: number;
  readonly max: number;
  readonly steps: readonly number[];
  readonly path: string;
  readonly fits: (value: number) => boolean;
}

function demandsOf({ leaves, types }: Joined): Demands {
  let [min, max, path] = [-Infinity, Infinity, ''];
  const steps: number[] = [];
  const ranges = leaves.map(({ schema, path: place }) => {
    const range = rangeOf(schema);
    path = place;
    min = Math.max(min, range.min);
    max = Math.min(max, range.max);
    if (typeof schema.multipleOf === 'number') steps.push(schema.multipleOf);
    const format = INTEGER_FORMATS.get(schema.format);
    if (format !== undefined) {
      steps.push(1);
      [min, max] = [Math.max(min, format[0]), Math.min(max, format[1])];
    }
    return range;
  });
  if ((types & FRACTION) === 0) steps.push(1);
  const fits = (value: number): boolean =>
    value >= min &&
    value <= max &&
    ranges.every(
      (range) => !(range.minOpen && value <= range.min) && !(range.maxOpen && value >= range.max),
    ) &&
    steps.every((step) => Number.isInteger(value / step)) &&
    ((types & INTEGER) !== 0 || !Number.isInteger(value));
  return { min, max, steps, path, fits };
}

export function makeNumber(joined: Joined, room: Room): number {
  const demands = demandsOf(joined);
  const value = named(joined, demands, room) ?? drawn(demands, joined.turn ?? null, room);
  if (value === null) giveUp('No number was found within the bounds.', demands.path);
  room.tokens.made += numberTokens(value);
  // Of zero there are two, and JSON knows one.
  return value === 0 ? 0 : value;
}

function named({ name, types, turn }: Joined, { fits }: Demands, { random }: Room): number | null {
  const row = turn === undefined ? numbersNamed(name) : null;
  if (row === null) return null;
  const [min, max, places] = row;
  const value = rounded(min + random.next() * (max - min), (types & FRACTION) === 0 ? 0 : places);
  return fits(value) ? value : null;
}

function rounded(value: number, places: number): number {
  return Math.abs(value) < 1e15 ? Number(value.toFixed(places)) : value;
}

/** A span of a usual width within the bounds. */
function spanOf({ min, max }: Demands, step: number): readonly [from: number, to: number] {
  const width = USUAL_SPAN * Math.max(1, step);
  if (min === -Infinity && max === Infinity) return [0, width];
  if (min === -Infinity) return [max - width, max];
  if (max === Infinity) return [min, min + width];
  return [min, max];
}

function drawn(demands: Demands, turn: number | null, room: Room): number | null {
  const { steps, fits, path } = demands;
  const step = steps.length === 0 ? null : commonMultiple(steps);
  const [from, to] = spanOf(demands, step ?? 0);
  const { random } = room;
  if (from > to) return null;
  for (let attempt = 0; turn === null && attempt < TRIES_MAX; attempt++) {
    room.work.step(path);
    // Halved first: the whole width may be more than a number holds.
    const place = from + (to / 2 - from / 2) * (2 * random.next());
    for (const value of step === null ? [rounded(place, PLACES), place] : multiplesNear(place, step)) {
      if (fits(value)) return value;
    }
  }
  if (step === null) return turn === null ? null : drawn(demands, null, room);
  const first = Math.ceil(from / step) + (turn ?? 0);
  for (let index = 0; index < TRIES_MAX; index++) {
    for (const value of multiplesNear((first + index) * step, step)) if (fits(value)) return value;
  }
  return null;
}

function multiplesNear(place: number, step: number): readonly number[] {
  const count = Math.round(place / step);
  const exact = count * step;
  return [
    exact,
    rounded(exact, 10),
    Math.round(exact),
    Math.floor(place / step) * step,
    Math.ceil(place / step) * step,
  ];
}

/** Of whole numbers the least one; of others the largest of them, with the rest left to the tries. */
function commonMultiple(steps: readonly number[]): number {
  if (!steps.every(Number.isInteger)) {
    const whole = steps.filter(Number.isInteger);
    return whole.length > 0 ? commonMultiple(whole) : Math.max(...steps);
  }
  return steps.reduce((product, step) => {
    let [a, b] = [product, step];
    while (b !== 0) [a, b] = [b, a % b];
    return (product / a) * step;
  });
}
