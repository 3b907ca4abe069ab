/**
 * Makes the parts by which requests are planned, from the settings: models, content, planner. Main thread, once.
 */
import { randomInt } from 'node:crypto';
import {
  type Content,
  createEchoContent,
  createFixedContent,
  createListContent,
  createLoremContent,
  createTokensContent,
} from '../../behavior/content/content.js';
import type { FaultCounts } from '../../behavior/faults/turns.js';
import { ModelCatalog } from '../../behavior/models/model-catalog.js';
import { NO_MODELS } from '../../behavior/models/model-table.js';
import { Planner } from '../../behavior/plan/planner.js';
import type { Config, ContentConfig } from '../../config/config.js';
import type { SharedState } from '../../shared/state.js';

/** The words that are drawn where no seed is given are the same in every run: nobody reads them. */
const WORDS_SEED = 0;
/** The least number that `randomInt` cannot give as its range's width. */
const PROCESS_SEED_MAX = 2 ** 48 - 1;

/** What no request passes. */
export function limitsOf({ delayMaxMs, outputTokensMax }: Config) {
  return { delayMaxMs, tokensMax: outputTokensMax };
}

export function createModels(config: Config): ModelCatalog {
  return new ModelCatalog({
    settings: { profile: config.latency, seed: config.seed },
    table: config.modelsFile?.table ?? NO_MODELS,
    limits: limitsOf(config),
    allowOverrides: config.allowRequestOverrides,
    onlyOther: config.strictModels ? config.modelDefault : null,
  });
}

/** `faultCounts` are those of all threads that serve; left out where one does. */
export function createPlanner(
  config: Config,
  content: Content,
  state: SharedState,
  faultCounts?: FaultCounts,
): Planner {
  return new Planner({
    ...limitsOf(config),
    content,
    words: createTokensContent(config.seed ?? WORDS_SEED),
    running: () => state.active,
    runningMax: () => state.slotsMax,
    processSeed: randomInt(PROCESS_SEED_MAX),
    ...(faultCounts === undefined ? {} : { faultCounts }),
  });
}

export function createContent(config: ContentConfig, seed: number | null): Content {
  switch (config.kind) {
    case 'fixed':
      return createFixedContent(config.text, config.isDefault);
    case 'echo':
      return createEchoContent();
    case 'lorem':
      return createLoremContent(seed ?? WORDS_SEED);
    case 'tokens':
      return createTokensContent(seed ?? WORDS_SEED);
    case 'list':
      return createListContent(config.texts);
  }
}
