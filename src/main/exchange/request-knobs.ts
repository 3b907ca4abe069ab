/**
 * Reads what a request's headers ask for itself. Main thread, hot path: a load test sends the same headers again and again,
 * so what they came to is kept, and requests that ask for the same get the same object, unless they ask at great length.
 */
import { KNOBS, type KnobLimits, type ReadKnobs, readHeaderKnobs } from '../../behavior/latency/knobs.js';
import type { Behavior } from '../../behavior/latency/profile.js';
import { KEY_CHARACTERS_KEPT_MAX } from '../../shared/cache-limits.js';
import { type ApiError, apiError, ERROR_KINDS } from '../../shared/errors.js';
import { HeaderName, type RequestHead } from '../transport/transport.js';

/** Clients choose the values, so the number that is kept is bounded; when it is reached, all are forgotten. */
const READINGS_KEPT_MAX = 1024;

/** In the order that `readHeaderKnobs` wants: ours, then those of other emulators. Only the first may be absent there. */
const HEADERS: readonly (string | null)[] = [
  ...KNOBS.map(({ header }) => header),
  ...KNOBS.map(({ otherHeader }) => otherHeader),
];

const NAMED = HEADERS.flatMap((text, index) =>
  text === null ? [] : [{ name: new HeaderName(text), index }],
);

export class RequestKnobs {
  readonly #kept = new Map<string, ReadKnobs>();

  constructor(
    private readonly limits: KnobLimits,
    private readonly allowed: boolean,
  ) {}

  /** What the headers ask for, null for nothing, or why it is refused. */
  read(head: RequestHead): Behavior | ApiError | null {
    if (!this.allowed) return null;
    let key = '';
    for (const { name, index } of NAMED) {
      const value = head.header(name);
      if (value !== '') key += `${index} ${value}\n`;
    }
    if (key === '') return null;
    const read = this.#kept.get(key) ?? this.#parse(key);
    return read.ok ? read.behavior : apiError(ERROR_KINDS.wrongValue, read.message);
  }

  #parse(key: string): ReadKnobs {
    const values: string[] = new Array(HEADERS.length).fill('');
    for (const line of key.split('\n').slice(0, -1)) {
      const space = line.indexOf(' ');
      values[Number(line.slice(0, space))] = line.slice(space + 1);
    }
    const read = readHeaderKnobs(values, this.limits);
    if (key.length > KEY_CHARACTERS_KEPT_MAX) return read;
    if (this.#kept.size >= READINGS_KEPT_MAX) this.#kept.clear();
    this.#kept.set(key, read);
    return read;
  }
}
