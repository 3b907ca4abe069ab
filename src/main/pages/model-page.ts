/**
 * The list of models, and one of them. Main thread. Listed are the default model and those that the models file names; but
 * the server answers to any name, so any name is a model that can be asked about.
 */

import { encodeModel, encodeModelList } from '../../protocols/openai/models.js';
import { ENDPOINTS, type Endpoint } from '../../shared/labels.js';
import { JSON_HEADERS } from '../transport/reply-heads.js';
import type { Answer, Page, PageContext } from './page.js';

/** Models are as old as the process. */
const createdSeconds = Math.floor(performance.timeOrigin / 1000);

export function createModelPage(mount: Endpoint, { config, modelNames }: PageContext, answer: Answer): Page {
  return {
    endpoint: ENDPOINTS.indexOf(mount),
    guarded: true,
    answer(transport, path) {
      const name = path.slice(mount.length + 1);
      const body =
        name === ''
          ? encodeModelList([...new Set([config.modelDefault, ...modelNames()])], createdSeconds)
          : encodeModel(decoded(name), createdSeconds);
      answer(transport, 200, JSON_HEADERS, body);
    },
  };
}

/** A name that is not well encoded is taken as it stands. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
