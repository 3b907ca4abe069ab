// Owns: the requests whose answers are recorded, byte for byte, by name. Pure, and in the same order always.
// Must never: ask for what differs from run to run.

import { faultCases } from './fault-cases.js';
import { fieldCases } from './field-cases.js';
import { mountCases } from './mount-cases.js';
import { otherCases } from './other-cases.js';
import { overrideCases } from './override-cases.js';
import type { ServerName } from './servers.js';
import { textCases } from './text-cases.js';

export interface WireCase {
  /** Unique. */
  readonly name: string;
  readonly server: ServerName;
  /** On the listener for HTTP/1.0 clients. */
  readonly old?: boolean;
  /** All that the client writes; the connection ends behind the answer. */
  readonly bytes: string;
}

export function allCases(): readonly WireCase[] {
  const cases = [
    ...mountCases(),
    ...otherCases(),
    ...fieldCases(),
    ...textCases(),
    ...overrideCases(),
    ...faultCases(),
  ];
  const names = new Set(cases.map(({ name }) => name));
  if (names.size !== cases.length) throw new Error('two cases have the same name');
  return cases;
}
