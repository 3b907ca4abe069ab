// Owns: what the rounds of one cell (scenario, step, server) say together: median, least and most of every figure,
// and how many times better ours was in the same round. Must never: make a number of an error, or write a text for
// people.

import { max, median, min } from 'simple-statistics';
import { isComparedWith, isEqualWork, type ServerWork } from './equal-work.js';
import { FIGURES, type FigureName } from './figures.js';
import type { Measurement, Results, ScenarioName } from './results.js';
import { roundsOf } from './rounds.js';

/** The name of the product among the servers. */
export const OURS = 'ours';

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface Cell {
  readonly scenario: ScenarioName;
  readonly step: string;
  readonly server: string;
  /** All that was tried, in the order of the rounds. */
  readonly rounds: readonly Measurement[];
  /** How many rounds the run was to have; fewer were tried where it was broken off. */
  readonly roundsPlanned: number;
  readonly errors: readonly Measurement[];
  readonly leftOuts: readonly Measurement[];
  /**
   * Empty unless more than half of the rounds were measured: a server that breaks as often as it runs has no figures,
   * those of its better half would flatter it.
   */
  readonly figures: ReadonlyMap<FigureName, Spread>;
  /**
   * How many times better ours was, over the rounds in which both did equal work (equal-work.ts): 2 is twice as many or half as
   * much, below 1 it was worse. Only of figures that have a better direction and no natural zero, and never of ours itself.
   */
  readonly advantages: ReadonlyMap<FigureName, Spread>;
  /** Whether ours may be set against it in a figure: both did equal work in at least one round. */
  isComparable(figure: FigureName): boolean;
}

export interface Summary {
  readonly results: Results;
  /** Servers as the results list them, ours first. */
  readonly servers: Results['servers'];
  readonly cells: readonly Cell[];
  /** Undefined where nothing was tried, as after an end before time. */
  cell(scenario: ScenarioName, step: string, server: string): Cell | undefined;
  /** Scenario of that name in this run. */
  scenario(name: ScenarioName): Results['scenarios'][number] | undefined;
}

/** Null for no values. */
function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const list = [...values];
  return { median: median(list), min: min(list), max: max(list) };
}

/**
 * How many times better ours is; null where a quotient says nothing: counts, shares, and values that are not above
 * zero.
 */
export function advantageOf(figure: FigureName, ours: number, theirs: number): number | null {
  const { better, unit } = FIGURES[figure];
  if (better === null || unit === 'count' || unit === 'share') return null;
  if (!(ours > 0 && theirs > 0)) return null;
  return better === 'more' ? ours / theirs : theirs / ours;
}

/** Rounds that gave figures; none unless they are more than half. */
function usableRounds(rounds: readonly Measurement[]): readonly Measurement[] {
  const measured = rounds.filter(({ outcome }) => outcome === 'measured');
  return measured.length * 2 > rounds.length ? measured : [];
}

function figuresOf(rounds: readonly Measurement[]): Map<FigureName, Spread> {
  const figures = new Map<FigureName, Spread>();
  for (const figure of Object.keys(FIGURES) as FigureName[]) {
    const spread = spreadOf(rounds.flatMap((round) => round.figures[figure] ?? []));
    if (spread !== null) figures.set(figure, spread);
  }
  return figures;
}

interface Pair {
  readonly our: Measurement['figures'];
  readonly their: Measurement['figures'];
}

/** Of the rounds in which both did equal work. */
function pairsOf(ours: readonly Measurement[], theirs: readonly Measurement[]): readonly Pair[] {
  return theirs.flatMap((their) => {
    const our = ours.find(({ round }) => round === their.round);
    return our === undefined || !isEqualWork(our, their) ? [] : [{ our: our.figures, their: their.figures }];
  });
}

function advantagesOf(pairs: readonly Pair[], work: ServerWork): Map<FigureName, Spread> {
  const advantages = new Map<FigureName, Spread>();
  for (const figure of Object.keys(FIGURES) as FigureName[]) {
    if (!isComparedWith(work, figure)) continue;
    const quotients = pairs.flatMap(({ our, their }) => {
      const [value, mine] = [their[figure], our[figure]];
      return value === undefined || mine === undefined ? [] : (advantageOf(figure, mine, value) ?? []);
    });
    const spread = spreadOf(quotients);
    if (spread !== null) advantages.set(figure, spread);
  }
  return advantages;
}

const keyOf = (scenario: string, step: string, server: string): string => `${scenario}/${step}/${server}`;

/** Puts the measurements of a run together, cell by cell. */
export function summarize(results: Results): Summary {
  const grouped = new Map<string, Measurement[]>();
  for (const measurement of results.measurements) {
    const key = keyOf(measurement.scenario, measurement.step, measurement.server);
    const rounds = grouped.get(key);
    if (rounds === undefined) grouped.set(key, [measurement]);
    else rounds.push(measurement);
  }
  const works = new Map(results.servers.map(({ name, work }) => [name, work ?? 'same']));
  const cells = new Map<string, Cell>();
  for (const [key, unordered] of grouped) {
    const rounds = unordered.toSorted((a, b) => a.round - b.round);
    const { scenario, step, server } = rounds[0] as Measurement;
    const usable = usableRounds(rounds);
    const ours = server === OURS ? [] : usableRounds(grouped.get(keyOf(scenario, step, OURS)) ?? []);
    const pairs = pairsOf(ours, usable);
    const work = works.get(server) ?? 'same';
    cells.set(key, {
      scenario,
      step,
      server,
      rounds,
      roundsPlanned: roundsOf(results, scenario),
      errors: rounds.filter(({ outcome }) => outcome === 'error'),
      leftOuts: rounds.filter(({ outcome }) => outcome === 'left-out'),
      figures: figuresOf(usable),
      advantages: advantagesOf(pairs, work),
      isComparable: (figure) => pairs.length > 0 && isComparedWith(work, figure),
    });
  }
  return {
    results,
    servers: results.servers.toSorted((a, b) => Number(b.name === OURS) - Number(a.name === OURS)),
    cells: [...cells.values()],
    cell: (scenario, step, server) => cells.get(keyOf(scenario, step, server)),
    scenario: (name) => results.scenarios.find((scenario) => scenario.name === name),
  };
}
