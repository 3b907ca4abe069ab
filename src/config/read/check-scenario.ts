/**
 * Owns whether a scenario goes with the settings that it is laid over: a text that is right by itself may still break a rule
 * beside another. Main thread, at start-up; pure.
 */
import type { Scenario } from '../../behavior/scenario/scenario.js';
import {
  buildTimeline,
  cornersOf,
  finish,
  type InParts,
  type TimelineEntry,
} from '../../behavior/scenario/timeline.js';
import type { Config } from '../config.js';
import { spanText } from '../values/value.js';
import { changeConfig } from './change-config.js';

/** What is told; a scenario that is wrong from end to end is wrong in the same few ways. */
const PROBLEMS_MAX = 20;

/** @returns a line for each problem, with the first moment at which it shows: `at 5m: RESPONSE_DELAY: …` */
export function scenarioProblems(scenario: Scenario, config: Config): readonly string[] {
  const problemsOf = ({ changes }: TimelineEntry): readonly string[] => {
    const changed = changeConfig(config, [new Map(Object.entries(changes))]);
    return changed.ok ? [] : changed.problems;
  };
  return finish(findProblems(scenario, buildTimeline(scenario), problemsOf));
}

/** What is judged at a time: each takes about a millisecond where many settings change. */
export const CORNERS_PER_PART = 2;

/**
 * The same with other eyes, in parts: `problemsOf` says what is wrong with what a scenario says at one of its moments. `timeline`
 * is that of the scenario.
 */
export function* findProblems(
  scenario: Scenario,
  timeline: readonly TimelineEntry[],
  problemsOf: (moment: TimelineEntry) => readonly string[],
): InParts<readonly string[]> {
  const found = new Map<string, number>();
  for (const [number, moment] of cornersOf(scenario, timeline).entries()) {
    if (number % CORNERS_PER_PART === CORNERS_PER_PART - 1) yield;
    for (const problem of problemsOf(moment)) {
      if (!found.has(problem)) found.set(problem, moment.atMs);
    }
    if (found.size >= PROBLEMS_MAX) break;
  }
  return [...found].slice(0, PROBLEMS_MAX).map(([problem, atMs]) => `at ${spanText(atMs)}: ${problem}`);
}
