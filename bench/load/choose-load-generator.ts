// Owns: which load generator runs. Must never: choose one silently; the report names it.

import { createAutocannon } from './autocannon.js';
import type { LoadGenerator } from './load.js';
import { findWrk } from './wrk.js';

/**
 * wrk where it is installed: it is written in C and asks more than autocannon can. Else autocannon, which npm brings.
 * Throws where wrk is wanted and is not there.
 */
export async function chooseLoadGenerator(
  wanted: 'auto' | LoadGenerator['name'],
  pinned: readonly string[],
): Promise<LoadGenerator> {
  if (wanted === 'autocannon') return createAutocannon(pinned);
  const wrk = await findWrk(pinned);
  if (wrk === null && wanted === 'wrk') throw new Error('wrk is not installed');
  return wrk ?? createAutocannon(pinned);
}
