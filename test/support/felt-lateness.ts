// Owns: the child process that measures how late a mock is, and what the mock itself has published of the same time.
// Runs on: the test process. Must never: measure anything itself; it has other things to do meanwhile.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { type Family, parseMetrics } from './metrics-text.js';

const CLIENT = fileURLToPath(new URL('../fixtures/felt-lateness.js', import.meta.url));

export interface ClientOrders {
  readonly port: number;
  readonly connections: number;
  /** What is planned for every answer. */
  readonly delayMs: number;
  /** The first requests come within so long, the next ones up to so long behind their answers. */
  readonly spreadMs: number;
  readonly pauseMs: number;
  readonly forMs: number;
  /** A `#` in it is made another text for each request, where `isDistinct`. */
  readonly body: string;
  readonly isDistinct: boolean;
}

interface Times {
  readonly p50: number;
  readonly p98: number;
  readonly p99: number;
  readonly max: number;
}

/** What the client says in the end, in milliseconds. */
export interface Felt {
  readonly answers: number;
  readonly failed: number;
  /** Without what its own loop was late. */
  readonly felt: Times;
  /** With it. */
  readonly read: Times;
}

export interface FeltClient {
  /** Begins to ask; resolves when all answers have come. */
  run(): Promise<Felt>;
}

/** Resolves when all of its connections are open. */
export async function startFeltClient(orders: ClientOrders): Promise<FeltClient> {
  const child = fork(CLIENT, { env: { PATH: process.env.PATH } });
  child.send(orders);
  after(() => child.exitCode === null && child.kill('SIGKILL'));
  const ended = once(child, 'exit').then(([code]): never => {
    throw new Error(`the client ended with ${code}`);
  });
  ended.catch(() => {});
  const told = async (): Promise<unknown> => (await Promise.race([once(child, 'message'), ended]))[0];
  await told();
  return {
    async run() {
      const felt = told();
      child.send('go');
      return (await felt) as Felt;
    },
  };
}

type Families = ReadonlyMap<string, Family>;

export async function scrape(url: string): Promise<Families> {
  const { body } = await request(`${url}/metrics`);
  return parseMetrics(await body.text());
}

/** The highest bound of a histogram's buckets below which all lies that came between two scrapes, in milliseconds; 0 for nothing. */
export function boundMs(metric: string, before: Families, after: Families): number {
  const grown = bucketsOf(after, metric).map(([le, count], at) => {
    return [le, count - (bucketsOf(before, metric)[at]?.[1] ?? 0)] as const;
  });
  const all = grown.at(-1)?.[1] ?? 0;
  return all === 0 ? 0 : 1_000 * (grown.find(([, count]) => count === all)?.[0] as number);
}

function bucketsOf(families: Families, metric: string): readonly (readonly [le: number, count: number])[] {
  const samples = families.get(metric)?.samples ?? [];
  return samples.flatMap(({ name, labels, value }) =>
    name.endsWith('_bucket') ? [[labels.le === '+Inf' ? Infinity : Number(labels.le), value] as const] : [],
  );
}
