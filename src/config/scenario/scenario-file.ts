/**
 * Owns how a scenario is read from YAML: from a file of its own, or from the map `scenario` of a config file. Pure. It is
 * checked as a whole before it starts, and all problems come back at once. Its page is docs/scenarios.md.
 */
import type { Entry, YamlNode } from '../../behavior/models/yaml-graph.js';
import { type Place, TOP, YamlPlaces } from '../../behavior/models/yaml-places.js';
import { readYaml, type YamlLibrary, YamlProblems } from '../../behavior/models/yaml-reader.js';
import type { TallyLimits } from '../../behavior/models/yaml-tally.js';
import type { Scenario, ScenarioStep } from '../../behavior/scenario/scenario.js';
import { countMoments, TIMELINE_ENTRIES_MAX } from '../../behavior/scenario/timeline.js';
import { alternatives } from '../settings/wording.js';
import { EXCLUSIVE } from '../values/relations.js';
import { StepReader } from './step.js';

const STEPS_MAX = 200;
const ROUNDS_MAX = 1_000;
const MODELS_MAX = 100;
const NAME_CHARACTERS_MAX = 100;
const KEYS = ['name', 'repeat', 'steps'];
/** Two hundred steps of a hundred keys each. */
const KEYS_MAX = 20_000;
export const SCENARIO_LIMITS: TallyLimits = { keysMax: KEYS_MAX, partsMax: 5 * KEYS_MAX };

export type ReadScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  /** A line each: `3:5: what is wrong`. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the text of a scenario file with the library that is handed in. Never throws. */
export function readScenarioText(text: string, yaml: YamlLibrary): ReadScenario {
  const problems = new YamlProblems(text, yaml);
  const content = readYaml(text, yaml, SCENARIO_LIMITS, problems);
  if (content === undefined) return { ok: false, problems: problems.list() };
  const scenario = readScenario(new YamlPlaces(content.graph, problems), content.root, TOP);
  return problems.count === 0 ? { ok: true, scenario } : { ok: false, problems: problems.list() };
}

/** What stands at `node`; whatever is wrong is noted, and then what comes back is none to run. */
export function readScenario(places: YamlPlaces, node: YamlNode, place: Place): Scenario {
  const entries = places.entriesOf(node);
  if (entries === undefined) {
    places.note(place, `expected a scenario with the keys ${alternatives(KEYS)}, got ${places.nameOf(node)}`);
    return { name: '', rounds: 1, steps: [] };
  }
  for (const [key, entry] of entries) {
    if (KEYS.includes(String(key))) continue;
    const message = `unknown key ${places.nameOf(entry.key)}, expected ${alternatives(KEYS)}`;
    places.note(places.keyPlace(entry, place), message);
  }
  const scenario = {
    name: readName(places, entries.get('name'), place),
    rounds: readRounds(places, entries.get('repeat'), place),
    steps: readSteps(places, entries.get('steps'), place),
  };
  const models = new Set(scenario.steps.flatMap((step) => Object.keys(step.models)));
  if (models.size > MODELS_MAX) {
    places.note(place, `expected changes of at most ${MODELS_MAX} models, got ${models.size}`);
  }
  const count = countMoments(scenario);
  if (count > TIMELINE_ENTRIES_MAX) {
    places.note(
      place,
      `expected at most ${TIMELINE_ENTRIES_MAX} moments at which something changes, got ${count}`,
    );
  }
  return scenario;
}

function readName(places: YamlPlaces, entry: Entry | undefined, map: Place): string {
  const text = entry === undefined ? 'scenario' : (places.textOf(entry.value) ?? '');
  if (entry === undefined || (text.length >= 1 && text.length <= NAME_CHARACTERS_MAX)) return text;
  const message = `name: expected 1 to ${NAME_CHARACTERS_MAX} characters, got ${places.nameOf(entry.value)}`;
  return places.note(places.placeOf(entry, map), message) ?? '';
}

function readRounds(places: YamlPlaces, entry: Entry | undefined, map: Place): number {
  if (entry === undefined) return 1;
  const text = places.textOf(entry.value) ?? '';
  const rounds = /^[1-9]\d*$/.test(text) ? Number(text) : 0;
  if (rounds >= 1 && rounds <= ROUNDS_MAX) return rounds;
  const message = `repeat: expected a whole number from 1 to ${ROUNDS_MAX}, got ${places.nameOf(entry.value)}`;
  return places.note(places.placeOf(entry, map), message) ?? 1;
}

function readSteps(places: YamlPlaces, entry: Entry | undefined, map: Place): readonly ScenarioStep[] {
  const items = entry === undefined ? undefined : places.itemsOf(entry.value);
  const place = entry === undefined ? map : places.placeOf(entry, map);
  if (items === undefined || items.length === 0 || items.length > STEPS_MAX) {
    const got = items === undefined ? places.nameOf(entry?.value ?? null) : String(items.length);
    return places.note(place, `steps: expected a list of 1 to ${STEPS_MAX} steps, got ${got}`) ?? [];
  }
  const reader = new StepReader(places);
  const steps = items.map((item) => reader.read(item, place));
  for (const [index, item] of items.entries()) {
    const problem = conflictOf(steps, index);
    if (problem !== null) places.note(places.placeOf(item, place), problem);
  }
  return steps;
}

/** Settings of which one overrules the other cannot both be in force: in one step, or in two that overlap. */
function conflictOf(steps: readonly ScenarioStep[], index: number): string | null {
  const step = steps[index] as ScenarioStep;
  const names = namesOf(step);
  for (const [number, other] of steps.slice(0, index + 1).entries()) {
    if (other.atMs >= step.atMs + step.forMs || step.atMs >= other.atMs + other.forMs) continue;
    for (const pair of EXCLUSIVE) {
      for (const [here, there] of [pair, pair.toReversed()]) {
        if (here === undefined || there === undefined || !names.has(here) || !namesOf(other).has(there))
          continue;
        return `${here}: expected without ${there}, which step ${number + 1} sets at the same time`;
      }
    }
  }
  return null;
}

function namesOf({ set, ramp }: ScenarioStep): ReadonlySet<string> {
  return new Set([...Object.keys(set), ...(ramp === null ? [] : [ramp.setting])]);
}
