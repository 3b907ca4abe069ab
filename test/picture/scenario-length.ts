// Owns: how long the scenario of a file takes, all rounds together. Throws with what is wrong in the file.

import { readFileSync } from 'node:fs';
import * as yaml from 'yaml';
import { buildTimeline } from '../../dist/behavior/scenario/timeline.js';
import { readScenarioText } from '../../dist/config/scenario/scenario-file.js';

export function scenarioLengthMs(path: string): number {
  const read = readScenarioText(readFileSync(path, 'utf8'), yaml);
  if (!read.ok) throw new Error(`${path}: ${read.problems.join('; ')}`);
  return buildTimeline(read.scenario).at(-1)?.atMs ?? 0;
}
