// Owns: what a chaotic client will do, drawn from a seed before it begins: what it asks, how, and the moment and way of
// its death. Pure. Must never: draw while the client runs, or the same seed would not make the same clients.

import { BAD_JSON, bodyOf, type Framing, frame, LARGE_BODY, MOUNTS, type Mount } from './requests.js';
import type { Target } from './target.js';

const DELAY_MS_MAX = 420;
/** Bytes of an answer and how often it is asked for: around the limits at which the server sends in another way. */
const SIZES: readonly (readonly [bytes: number, weight: number])[] = [
  [100, 20],
  [1_000, 15],
  [5_000, 10],
  [14_500, 6],
  [16_500, 8],
  [20_000, 14],
  [33_000, 6],
  [62_000, 8],
  [67_000, 4],
  [100_000, 4],
  [1_000_000, 0.4],
];

/** The moments, and how often each. `patient` reads its answer to the end. */
const DEATHS = [
  ['patient', 26],
  ['silent', 5],
  ['mid-head', 5],
  ['before-body', 6],
  ['mid-body', 6],
  ['after-body', 9],
  ['waiting', 9],
  ['at-answer', 14],
  ['unread', 8],
  ['after-bytes', 8],
  ['pipelined', 4],
] as const;

export type Death = (typeof DEATHS)[number][0];

/** `half` ends the sending side and leaves the rest to the server. */
export type Way = 'reset' | 'close' | 'half';
const WAYS: readonly (readonly [Way, number])[] = [
  ['reset', 55],
  ['close', 35],
  ['half', 10],
];

export interface ClientPlan {
  readonly port: number;
  readonly mount: Mount;
  readonly head: string;
  readonly body: string;
  /** What a patient client may get beside a refusal for want of a slot. */
  readonly status: 200 | 400 | 413;
  readonly delayMs: number;
  readonly death: Death;
  readonly way: Way;
  /** After the connection has opened. */
  readonly dieAfterMs: number;
  /** For the deaths in the middle of something: how far. */
  readonly share: number;
}

export type Random = () => number;

/** One of these, by weight. */
function pick<T>(random: Random, choices: readonly (readonly [T, number])[]): T {
  let left = random() * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [choice, weight] of choices) {
    left -= weight;
    if (left < 0) return choice;
  }
  return (choices[0] as readonly [T, number])[0];
}

function oneOf<T>(random: Random, choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)] as T;
}

/** How many milliseconds it lives, by the moment at which it dies. */
function lifeMs(random: Random, death: Death, delayMs: number): number {
  switch (death) {
    case 'at-answer':
      return Math.max(0, delayMs - 3 + random() * 7);
    case 'unread':
      return delayMs + 30 + random() * 300;
    case 'waiting':
      return random() * delayMs;
    case 'after-body':
      return 0;
    default:
      return random() * 200;
  }
}

export function drawClient(random: Random, target: Target): ClientPlan {
  const old = random() < 0.4;
  const http10 = old && random() < 0.4;
  const mount = oneOf(random, MOUNTS);
  const stream = random() < 0.4 && mount.streams;
  const bytes = pick(random, SIZES);
  const delayMs = Math.floor(random() * DELAY_MS_MAX);
  const byHeader = random() < 0.5;
  const chunked = random() < 0.3 && !http10;
  const close = random() < 0.25;
  const fault = random();
  const [body, status] =
    fault < 0.03
      ? ([BAD_JSON, 400] as const)
      : fault < 0.06
        ? ([LARGE_BODY, 413] as const)
        : ([bodyOf(mount, stream, bytes, byHeader ? '' : `;delay=${delayMs}ms`), 200] as const);
  const framing: Framing = {
    protocol: http10 ? 'HTTP/1.0' : 'HTTP/1.1',
    chunked,
    close,
    apiKey: target.apiKey,
    delayHeader: byHeader ? `${delayMs}ms` : null,
  };
  const death = pick(random, DEATHS);
  return {
    port: old ? target.http10Port : target.port,
    mount,
    ...frame(mount.path, body, framing),
    status,
    delayMs,
    death,
    way: pick(random, WAYS),
    dieAfterMs: lifeMs(random, death, delayMs),
    share: random(),
  };
}
