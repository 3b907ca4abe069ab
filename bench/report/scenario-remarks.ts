// Owns: what went wrong in a scenario, what was left out and why, as sentences; the same words about the same
// server stand once. Must never: hide one of them.

import type { Measurement, Results, ScenarioName } from './results.js';
import type { Summary } from './summary.js';
import type { Words } from './words.js';

export interface ScenarioRemarks {
  readonly errors: readonly string[];
  readonly leftOuts: readonly string[];
  readonly warnings: readonly string[];
}

type Step = Results['scenarios'][number]['steps'][number];

/** What is said about a server, and in which steps: `Express, “64 connections” (rounds 2, 4): what was said`. */
class Lines {
  readonly #words: Words;
  readonly #stepsCount: number;
  readonly #lines = new Map<
    string,
    { server: string; text: string; places: string[]; inAllRounds: boolean }
  >();

  constructor(stepsCount: number, words: Words) {
    this.#stepsCount = stepsCount;
    this.#words = words;
  }

  /** `rounds` are those in which it was said, out of `roundsCount` of this step. */
  add(server: string, step: Step, text: string, rounds: readonly number[], roundsCount: number): void {
    const inAllRounds = rounds.length === roundsCount;
    const { report } = this.#words;
    const title = report.step(this.#words.stepTitle(step));
    const place = inAllRounds ? title : title + report.inRounds(rounds);
    const key = `${server}\n${text}`;
    const line = this.#lines.get(key);
    if (line === undefined) {
      this.#lines.set(key, { server, text, places: [place], inAllRounds });
    } else {
      line.places.push(place);
      line.inAllRounds &&= inAllRounds;
    }
  }

  all(): readonly string[] {
    const { report } = this.#words;
    return [...this.#lines.values()].map(({ server, text, places, inAllRounds }) => {
      const everywhere = inAllRounds && places.length > 1 && places.length === this.#stepsCount;
      const where = everywhere ? report.everyStep : places.join(report.list);
      return report.remark(server, where, report.recorded(text) ?? text);
    });
  }
}

/** The rounds in which each text was said, in the order of what happened. */
function roundsByText(
  rounds: readonly Measurement[],
  textsOf: (round: Measurement) => readonly string[],
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const measurement of rounds) {
    for (const text of new Set(textsOf(measurement))) {
      found.set(text, [...(found.get(text) ?? []), measurement.round]);
    }
  }
  return found;
}

function reasonOf(outcome: Measurement['outcome']): (round: Measurement) => readonly string[] {
  return (round) => (round.outcome === outcome ? [round.reason ?? 'no reason was recorded'] : []);
}

/** Errors, left-outs and warnings of one scenario. */
export function remarksOf(summary: Summary, name: ScenarioName, words: Words): ScenarioRemarks {
  const steps = summary.scenario(name)?.steps ?? [];
  const collect = (textsOf: (round: Measurement) => readonly string[]): readonly string[] => {
    const lines = new Lines(steps.length, words);
    for (const server of summary.servers) {
      for (const step of steps) {
        const rounds = summary.cell(name, step.name, server.name)?.rounds ?? [];
        for (const [text, which] of roundsByText(rounds, textsOf)) {
          lines.add(server.title, step, text, which, rounds.length);
        }
      }
    }
    return lines.all();
  };
  return {
    errors: collect(reasonOf('error')),
    leftOuts: collect(reasonOf('left-out')),
    warnings: collect(({ warnings }) => warnings),
  };
}
