/**
 * Owns the words for how a model behaves in time. Pure; for start-up lines.
 */
import { formatFieldValue } from './field-value.js';
import { LATENCY_FIELDS } from './fields.js';
import type { LatencyProfile } from './profile.js';

/** For example `first token 300ms, between tokens 20ms`. A factor of 1 changes nothing and is left out. */
export function describeProfile(profile: LatencyProfile): string {
  const parts = LATENCY_FIELDS.flatMap(({ field, kind, label }) => {
    const value = profile[field];
    return value === null || value === 1 ? [] : [label(formatFieldValue(kind, value))];
  });
  return parts.join(', ');
}
