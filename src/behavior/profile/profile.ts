/**
 * Owns the shape of a latency profile, which says how a model behaves in time, and how one profile is laid over another.
 * Pure. The settings, a row of the models file and the overrides of a request each make one. Must never draw anything.
 */
import type { Distribution } from '../distributions/distribution.js';
import type { FaultMix } from '../faults/fault.js';
import { LATENCY_FIELDS, type LatencyRow } from './fields.js';

type ValueOf<Row extends LatencyRow> = Row['kind'] extends 'factor' | 'length'
  ? number
  : Row['kind'] extends 'faults'
    ? FaultMix
    : Distribution;

/** The fields of the table, durations in milliseconds. Null means: not said here. */
export type LatencyProfile = { readonly [Row in LatencyRow as Row['field']]: ValueOf<Row> | null };

/** The value of any field. */
export type FieldValue = Distribution | FaultMix | number;

/** A profile in the making; each field gets a value of its kind. */
export type MutableProfile = { [Field in LatencyRow['field']]: FieldValue | null };

/** The profile that was made; from here on nothing changes it. */
export function asProfile(made: MutableProfile | LatencyProfile): LatencyProfile {
  // In a loop over the fields the compiler does not follow which value goes with which.
  return made as LatencyProfile;
}

export const EMPTY_PROFILE: LatencyProfile = asProfile(
  Object.fromEntries(LATENCY_FIELDS.map(({ field }) => [field, null])) as MutableProfile,
);

/** A profile with the value of each row; the caller gives each row a value of its kind. */
export function createProfile(valueFor: (row: LatencyRow) => FieldValue | null): LatencyProfile {
  const profile: MutableProfile = { ...EMPTY_PROFILE };
  for (const row of LATENCY_FIELDS) profile[row.field] = valueFor(row);
  return asProfile(profile);
}

const FIELDS = LATENCY_FIELDS.map(({ field }) => field);

/** The fields that `field` takes the place of. */
function overruledBy(field: LatencyRow['overruledBy']): readonly LatencyRow['field'][] {
  return LATENCY_FIELDS.filter((row) => row.overruledBy === field).map((row) => row.field);
}

const OVERRULED_BY_WHOLE = overruledBy('responseDelay');
const OVERRULED_BY_PACE = overruledBy('interTokenLatency');

/**
 * What `over` says, and what `under` says where it says nothing. Two ways of saying how long an answer takes must not mix:
 * a whole time overrules every token latency below, and a time between tokens overrules a whole time below. Hot path:
 * requests whose overrides all differ come here one by one.
 */
export function overlay(over: LatencyProfile, under: LatencyProfile): LatencyProfile {
  // A model that the file does not name, or a request that gives its seed alone.
  if (over === EMPTY_PROFILE) return under;
  const profile: MutableProfile = { ...under };
  if (over.responseDelay !== null) for (const field of OVERRULED_BY_WHOLE) profile[field] = null;
  if (over.interTokenLatency !== null) for (const field of OVERRULED_BY_PACE) profile[field] = null;
  for (const field of FIELDS) {
    const value = over[field];
    if (value !== null) profile[field] = value;
  }
  return asProfile(profile);
}

/** What holds for a request before anything is drawn for it. */
export interface Behavior {
  readonly profile: LatencyProfile;
  /** Makes plans a function of it and the request; null leaves them to chance. */
  readonly seed: number | null;
}

/** What a request asks for itself. Null in it means: not asked for. */
export type Overrides = Behavior;

/** What holds for a request with these overrides, where `under` holds without them. */
export function overlayBehavior(over: Overrides, under: Behavior): Behavior {
  return { profile: overlay(over.profile, under.profile), seed: over.seed ?? under.seed };
}
