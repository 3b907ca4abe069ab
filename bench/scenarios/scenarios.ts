// Owns: the list of scenarios, in the order in which they run and are reported.

import type { ScenarioName } from '../report/results.js';
import { burst } from './burst.js';
import { cap } from './cap.js';
import { connectStorm } from './connect-storm.js';
import { density } from './density.js';
import { faults } from './faults.js';
import { held100k } from './held-100k.js';
import { prompts } from './prompts.js';
import type { Scenario } from './scenario.js';
import { scrape } from './scrape.js';
import { startup } from './startup.js';
import { streamKinds } from './stream-kinds.js';
import { streaming } from './streaming.js';
import { throughput } from './throughput.js';

const SCENARIOS: readonly Scenario[] = [
  throughput,
  density,
  prompts,
  held100k,
  cap,
  streaming,
  streamKinds,
  burst,
  connectStorm,
  scrape,
  faults,
  startup,
];

export const SCENARIO_NAMES: readonly ScenarioName[] = SCENARIOS.map(({ name }) => name);

/** The scenarios that are named, in their own order, with all of their steps or the quick ones. */
export function scenariosNamed(names: readonly string[], set: 'quick' | 'full'): readonly Scenario[] {
  return SCENARIOS.filter(({ name }) => names.includes(name))
    .map((scenario) => {
      // Every scenario keeps the type of its steps; TypeScript cannot see that through the union.
      const steps = (scenario.steps as readonly Scenario['steps'][number][]).filter(
        (step) => set === 'full' || step.quick,
      );
      return { ...scenario, steps } as Scenario;
    })
    .filter(({ steps }) => steps.length > 0);
}
