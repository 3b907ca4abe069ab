/**
 * The list of models, and one of them, as each provider writes it. Main thread. Listed are the default model and those that the
 * models file names; but the server answers to any name, so any name is a model that can be asked about.
 */
import type { ModelList } from '../../protocols/contract/provider.js';
import { ENDPOINTS } from '../../shared/labels.js';
import { decodeName } from '../reading/api-routes.js';
import { JSON_HEADERS } from '../transport/reply-heads.js';
import type { Answer, Page, PageContext } from './page.js';

/** Models are as old as the process. */
const createdSeconds = Math.floor(performance.timeOrigin / 1000);

export function createModelPage(list: ModelList, { config, modelNames }: PageContext, answer: Answer): Page {
  return {
    endpoint: ENDPOINTS.indexOf(list.path),
    guarded: true,
    answer(transport, path) {
      const name = path.slice(list.path.length + 1);
      const body =
        name === ''
          ? list.encodeList([...new Set([config.modelDefault, ...modelNames()])], createdSeconds)
          : list.encodeOne(decodeName(name), createdSeconds);
      answer(transport, 200, JSON_HEADERS, body);
    },
  };
}
