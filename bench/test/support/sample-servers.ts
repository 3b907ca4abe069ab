// Owns: the invented strengths of the servers in the sample run, and noise that is the same in every run. Must
// never: say anything about the real ones.

export interface SampleServer {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** On 64 connections. */
  readonly answersPerSecond: number;
  /** What a connection more costs it, against one request less. */
  readonly connectionCost: number;
  readonly bytesPerHeld: number;
  readonly idleMebibytes: number;
  /** Above it most rounds break. */
  readonly heldMax: number;
  /** 0: it does not stream. */
  readonly eventsPerSecond: number;
  readonly canCap: boolean;
  readonly hasMetrics: boolean;
  readonly readyMs: number;
}

function server(name: string, title: string, strengths: Partial<SampleServer>): SampleServer {
  return {
    name,
    title,
    version: '1.2.3',
    answersPerSecond: 20_000,
    connectionCost: 0.05,
    bytesPerHeld: 15_000,
    idleMebibytes: 58,
    heldMax: 50_000,
    eventsPerSecond: 50_000,
    canCap: true,
    hasMetrics: true,
    readyMs: 160,
    ...strengths,
  };
}

export const SAMPLE_SERVERS: readonly SampleServer[] = [
  server('ours', 'llm-mock-server', {
    answersPerSecond: 86_400,
    bytesPerHeld: 1190,
    idleMebibytes: 84,
    eventsPerSecond: 184_000,
    readyMs: 281,
  }),
  server('node-http', 'node:http', { answersPerSecond: 29_400, bytesPerHeld: 9800, readyMs: 62 }),
  server('fastify', 'Fastify', { answersPerSecond: 25_900, bytesPerHeld: 11_200, readyMs: 204 }),
  server('express', 'Express', { answersPerSecond: 13_100, bytesPerHeld: 14_900, eventsPerSecond: 46_000 }),
  server('hono', 'Hono', { answersPerSecond: 19_700, bytesPerHeld: 17_300 }),
  server('koa', 'Koa', { answersPerSecond: 18_200, bytesPerHeld: 13_800, eventsPerSecond: 47_500 }),
  server('aimock', 'aimock', {
    answersPerSecond: 5600,
    bytesPerHeld: 31_000,
    idleMebibytes: 121,
    heldMax: 10_000,
    eventsPerSecond: 21_000,
    canCap: false,
    hasMetrics: false,
    readyMs: 690,
  }),
  server('mock-llm', 'mock-llm', {
    answersPerSecond: 2900,
    bytesPerHeld: 38_500,
    idleMebibytes: 96,
    heldMax: 5000,
    eventsPerSecond: 0,
    canCap: false,
    hasMetrics: false,
    readyMs: 1240,
  }),
];

/** Spreads a value by up to 4 %, the same way for the same seed (mulberry32 over a hash of the text). */
export function seededNoise(seed: string): (value: number) => number {
  let state = 0x811c9dc5;
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (value) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    const random = ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    return value * (0.96 + 0.08 * random);
  };
}
