/**
 * Owns the shape of a latency profile, which says how a model behaves in time, and how one profile is laid over another.
 * Pure. The settings, a row of the models file and the overrides of a request each make one. Must never draw anything.
 */
import type { Distribution } from '../distributions/distribution.js';
import { LATENCY_FIELDS, type LatencyRow } from './fields.js';

type ValueOf<Row extends LatencyRow> = Row['kind'] extends 'factor' ? number : Distribution;

/** The fields of the table, durations in milliseconds. Null means: not said here. */
export type LatencyProfile = { readonly [Row in LatencyRow as Row['field']]: ValueOf<Row> | null };

/** The value of any field. */
export type FieldValue = Distribution | number;

/** A profile with the value of each row; the caller gives each row a value of its kind. */
export function createProfile(valueFor: (row: LatencyRow) => FieldValue | null): LatencyProfile {
  const profile: Record<string, FieldValue | null> = {};
  for (const row of LATENCY_FIELDS) profile[row.field] = valueFor(row);
  // The compiler does not see that the loop sets every field.
  return profile as unknown as LatencyProfile;
}

export const EMPTY_PROFILE: LatencyProfile = createProfile(() => null);

/**
 * What `over` says, and what `under` says where it says nothing. Two ways of saying how long an answer takes must not mix:
 * a whole time overrules every token latency below, and a time between tokens overrules a whole time below.
 */
export function overlay(over: LatencyProfile, under: LatencyProfile): LatencyProfile {
  return createProfile(({ field, overruledBy }) => {
    const isOverruled = overruledBy !== null && over[overruledBy] !== null;
    return over[field] ?? (isOverruled ? null : under[field]);
  });
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
