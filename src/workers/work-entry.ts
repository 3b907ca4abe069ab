/**
 * What a thread of the work pool runs: one exported function a task. Touches no socket and no shared memory. Loaded by Piscina
 * in every thread of the pool; what only one task needs, that task loads.
 */
import type { WorkTasks } from './tasks.js';
import { collectSoon } from './thread-garbage.js';
import { giveWay } from './thread-priority.js';

/** A tenth of what the main thread gets, where both want the same core: what counts for seconds must not make an answer late. */
const NICE_BY = 10;

giveWay(NICE_BY);

/** Loaded by the first count, for the vocabulary is a large part of a thread's memory, and few servers count. */
export async function countTokens(
  jobs: WorkTasks['countTokens']['input'],
): Promise<WorkTasks['countTokens']['output']> {
  const { countJobs } = await import('./counting/token-count.js');
  collectSoon();
  return countJobs(jobs);
}

export async function parseBody(
  body: WorkTasks['parseBody']['input'],
): Promise<WorkTasks['parseBody']['output']> {
  const { parseBodyAndCount } = await import('./body-parsing.js');
  collectSoon();
  return parseBodyAndCount(body);
}

export async function readScenario(
  text: WorkTasks['readScenario']['input'],
): Promise<WorkTasks['readScenario']['output']> {
  const { readScenarioText } = await import('../config/scenario/scenario-file.js');
  const { loadYaml } = await import('../config/read/text-file.js');
  collectSoon();
  return readScenarioText(text, loadYaml());
}

export async function readModels({
  path,
  isConfigFile,
}: WorkTasks['readModels']['input']): Promise<WorkTasks['readModels']['output']> {
  const { readModelRows } = await import('../config/read/files.js');
  const { readConfigModels } = await import('../config/read/config-file.js');
  collectSoon();
  return isConfigFile ? readConfigModels(path) : readModelRows(path);
}
