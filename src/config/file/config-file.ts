/**
 * Owns how the text of a config file is taken apart: settings, models and a scenario, each in a map of its own. Pure. All problems come
 * back at once, each with its place and never with the value of a setting. Its page is docs/config-file.md.
 */
import type { ColumnReader } from '../../behavior/distributions/column.js';
import type { ModelRow } from '../../behavior/models/model-table.js';
import { MODELS_LIMITS, readModelRows } from '../../behavior/models/models-file.js';
import type { Entry, YamlNode } from '../../behavior/models/yaml-graph.js';
import { type PlainYaml, TOP, YamlPlaces } from '../../behavior/models/yaml-places.js';
import { readYaml, type YamlLibrary, YamlProblems } from '../../behavior/models/yaml-reader.js';
import type { TallyLimits } from '../../behavior/models/yaml-tally.js';
import type { Scenario } from '../../behavior/scenario/scenario.js';
import { readScenario, SCENARIO_LIMITS } from '../scenario/scenario-file.js';
import type { Given } from '../settings/setting.js';
import { alternatives, isName, named } from '../settings/wording.js';
import { readSettings } from './settings-section.js';

/** Beside those of the models: the settings, in capital and in small letters. */
const OTHER_KEYS_MAX = 1_000;
const LIMITS: TallyLimits = {
  keysMax: MODELS_LIMITS.keysMax + SCENARIO_LIMITS.keysMax + OTHER_KEYS_MAX,
  partsMax: MODELS_LIMITS.partsMax + SCENARIO_LIMITS.partsMax + 5 * OTHER_KEYS_MAX,
};

interface FoundScenario {
  readonly scenario: Scenario;
  /** As it is written there: maps, lists and texts. */
  readonly source: PlainYaml;
}

export interface ConfigFile {
  /** By the setting's environment name. */
  readonly given: ReadonlyMap<string, Given>;
  /** In the order of the file; null where it says nothing of models. */
  readonly models: readonly ModelRow[] | null;
  /** Null where there is none. */
  readonly scenario: FoundScenario | null;
  /** A line each: `path:3:5: what is wrong`. */
  readonly problems: readonly string[];
}

type Content = Omit<ConfigFile, 'problems'>;

export const NO_CONFIG_FILE: ConfigFile = { given: new Map(), models: null, scenario: null, problems: [] };

const SECTIONS = ['settings', 'models', 'scenario'];

/**
 * Reads the text of a config file with the library that is handed in, and the files that distributions of its models name with
 * `columns`. Never throws. What is right is given back beside the
 * problems, so that those of the settings can be told as well.
 */
export function readConfigText(
  text: string,
  path: string,
  yaml: YamlLibrary,
  columns: ColumnReader | null = null,
): ConfigFile {
  const problems = new YamlProblems(text, yaml, true);
  const content = readYaml(text, yaml, LIMITS, problems);
  const read =
    content === undefined
      ? NO_CONFIG_FILE
      : readSections(new YamlPlaces(content.graph, problems), content.root, path, columns);
  return { ...read, problems: problems.list().map((problem) => `${named(path)}:${problem}`) };
}

function readSections(
  places: YamlPlaces,
  root: YamlNode,
  path: string,
  columns: ColumnReader | null,
): Content {
  const entries = places.entriesOf(root);
  if (entries === undefined) {
    places.note(TOP, `expected a map with the keys ${alternatives(SECTIONS)}, got ${places.kindOf(root)}`);
    return NO_CONFIG_FILE;
  }
  let { given, models, scenario }: Content = NO_CONFIG_FILE;
  for (const [key, entry] of entries) {
    if (key === 'settings') given = readSettings(places, entry, TOP, path);
    else if (key === 'models') models = readModelRows(places, entry, TOP, columns);
    else if (key === 'scenario') scenario = findScenario(places, entry);
    else places.note(places.keyPlace(entry, TOP), unknownSection(key));
  }
  return { given, models, scenario };
}

function findScenario(places: YamlPlaces, entry: Entry): FoundScenario {
  const scenario = readScenario(places, entry.value, places.placeOf(entry, TOP));
  return { scenario, source: places.plainOf(entry.value) };
}

function unknownSection(key: unknown): string {
  const name = isName(key) ? `key ${key}` : 'key';
  return `unknown ${name}, expected ${alternatives(SECTIONS)}; settings stand below 'settings:'`;
}
