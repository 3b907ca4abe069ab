// Owns: measuring two builds against each other, taking turns. Must never: give a ratio whose two sides were measured
// in different rounds.

import type { Limits } from '../limits/limits.js';
import type { LoadGenerator } from '../load/load.js';
import type { FigureName } from '../report/figures.js';
import { type ServerRun, withServer } from '../run/server-run.js';
import type { Figures } from '../run/step-result.js';
import type { BenchServer } from '../servers/server.js';
import type { Comparison } from './comparisons.js';

export interface Sides<T> {
  readonly base: T;
  readonly tree: T;
}

/** Pairs of one figure, in the order in which they were measured. */
export type Pairs = ReadonlyMap<FigureName, readonly Sides<number>[]>;

/**
 * Runs both builds in fresh processes every round, both alive for the whole round where a process may be measured more
 * than once, and lets them take turns; who is first changes with every turn.
 */
export async function compare(
  comparison: Comparison,
  servers: Sides<BenchServer>,
  rounds: number,
  equipment: { readonly limits: Limits; readonly load: LoadGenerator; readonly signal: AbortSignal },
  say: (line: string) => void,
): Promise<Pairs> {
  const pairs = new Map<FigureName, Sides<number>[]>(comparison.figures.map((name) => [name, []]));
  const keep = (sides: Sides<Figures>): void => {
    for (const name of comparison.figures) {
      pairs.get(name)?.push({ base: sides.base[name] ?? Number.NaN, tree: sides.tree[name] ?? Number.NaN });
    }
  };
  const { limits, load, signal } = equipment;
  const start = <T>(side: keyof Sides<unknown>, use: (run: ServerRun) => Promise<T>): Promise<T> =>
    withServer(limits, servers[side], comparison.work, signal, use);

  for (let round = 1; round <= rounds; round += 1) {
    const first = round % 2 === 1 ? 'base' : 'tree';
    const second = first === 'base' ? 'tree' : 'base';
    say(`${comparison.name} · round ${round}/${rounds} · ${first} first`);
    if (comparison.slices === 1) {
      // One after the other: beside a second process neither memory nor lateness would be its own.
      const alone = (side: keyof Sides<unknown>): Promise<Figures> =>
        start(side, async (run) => comparison.measure(run, load, await comparison.prepare(run, load)));
      const firstFigures = await alone(first);
      keep(sidesOf(first, firstFigures, await alone(second)));
      continue;
    }
    await start(first, (one) =>
      start(second, async (other) => {
        await comparison.prepare(one, load);
        await comparison.prepare(other, load);
        for (let slice = 0; slice < comparison.slices; slice += 1) {
          const turn = slice % 2 === 0 ? [one, other] : [other, one];
          const figures = new Map<ServerRun, Figures>();
          for (const run of turn) figures.set(run, await comparison.measure(run, load, 0));
          keep(sidesOf(first, figures.get(one) ?? {}, figures.get(other) ?? {}));
        }
      }),
    );
  }
  return pairs;
}

function sidesOf(first: keyof Sides<unknown>, firstFigures: Figures, secondFigures: Figures): Sides<Figures> {
  return first === 'base'
    ? { base: firstFigures, tree: secondFigures }
    : { base: secondFigures, tree: firstFigures };
}
