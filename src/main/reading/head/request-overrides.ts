/**
 * Owns the reading of the overrides in a request's headers. Main thread, hot path: a load test sends the same headers again
 * and again, so what they came to is kept, and requests that ask for the same get the same object, unless they ask at great
 * length.
 */
import { unknownHeaderMessage } from '../../../behavior/profile/header-hints.js';
import {
  OVERRIDES,
  type OverrideLimits,
  type ReadOverrides,
  readHeaderOverrides,
} from '../../../behavior/profile/overrides.js';
import type { Overrides } from '../../../behavior/profile/profile.js';
import { KEY_CHARACTERS_KEPT_MAX } from '../../../shared/cache-limits.js';
import { type ApiError, apiError, ERROR_KINDS } from '../../../shared/errors.js';
import { HeaderName, type RequestHead } from '../../transport/transport.js';
import { UnknownHeaders } from './unknown-headers.js';

/** Clients choose the values, so the number that is kept is bounded; when it is reached, all are forgotten. */
const READINGS_KEPT_MAX = 1024;

/** In the order that `readHeaderOverrides` wants: ours, then those of other emulators. Only the latter may be absent. */
const HEADERS: readonly (string | null)[] = [
  ...OVERRIDES.map(({ header }) => header),
  ...OVERRIDES.map(({ otherHeader }) => otherHeader),
];

const NAMED = HEADERS.flatMap((text, index) =>
  text === null ? [] : [{ name: new HeaderName(text), index }],
);

/** The same by their names. */
const NUMBERS: ReadonlyMap<string, number> = new Map(
  HEADERS.flatMap((text, index) => (text === null ? [] : [[text, index] as const])),
);

export class RequestOverrides {
  readonly #kept = new Map<string, ReadOverrides>();
  readonly #unknown = new UnknownHeaders(NUMBERS);

  constructor(
    private readonly limits: OverrideLimits,
    private readonly allowed: boolean,
  ) {}

  /** What the headers ask for, null for nothing, or why it is refused. `nowMs` is monotonic. */
  read(head: RequestHead, nowMs: number): Overrides | ApiError | null {
    if (!this.allowed) return null;
    const unknown = this.#unknown;
    unknown.look(head, nowMs);
    if (unknown.hasLooked && unknown.found !== '') {
      return apiError(ERROR_KINDS.wrongValue, unknownHeaderMessage(unknown.found));
    }
    const key = unknown.hasLooked ? unknown.asked : lookFor(head);
    if (key === '') return null;
    const read = this.#kept.get(key) ?? this.#parse(key);
    return read.ok ? read.overrides : apiError(ERROR_KINDS.wrongValue, read.message);
  }

  #parse(key: string): ReadOverrides {
    const values: string[] = new Array(HEADERS.length).fill('');
    for (const line of key.split('\n').slice(0, -1)) {
      const space = line.indexOf(' ');
      const index = Number(line.slice(0, space));
      // Of a header that was sent twice the first counts, as uWebSockets.js finds it.
      values[index] ||= line.slice(space + 1);
    }
    const read = readHeaderOverrides(values, this.limits);
    if (key.length > KEY_CHARACTERS_KEPT_MAX) return read;
    if (this.#kept.size >= READINGS_KEPT_MAX) this.#kept.clear();
    this.#kept.set(key, read);
    return read;
  }
}

/** What a head asks for, a line each: the number of the header, a blank, its value. */
function lookFor(head: RequestHead): string {
  let key = '';
  for (const { name, index } of NAMED) {
    const value = head.header(name);
    if (value !== '') key += `${index} ${value}\n`;
  }
  return key;
}
