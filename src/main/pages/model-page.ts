/**
 * The list of models, and one of them, as each provider writes it. Main thread. Listed are the default model and those that the
 * models file names; but unless STRICT_MODELS says otherwise, the server answers to any name, so any name is a model that can be
 * asked about.
 */
import type { ListedModel, ModelList } from '../../protocols/contract/provider.js';
import { dialectOf } from '../../protocols/providers.js';
import { apiError, ERROR_KINDS } from '../../shared/errors.js';
import { ENDPOINTS } from '../../shared/labels.js';
import { nextRequestId } from '../admission/request-id.js';
import { decodeName } from '../reading/api-routes.js';
import { JSON_HEADERS } from '../transport/reply-heads.js';
import type { Answer, Page, PageContext } from './page.js';

/** Models are as old as the process. */
const createdSeconds = Math.floor(performance.timeOrigin / 1000);

export function createModelPage(list: ModelList, context: PageContext, answer: Answer): Page {
  const { config, modelNames, modelOf } = context;
  const dialect = dialectOf(list.path);
  const listed = (name: string): ListedModel => {
    const found = modelOf(name);
    return { name, lenMax: found.ok ? found.behavior.profile.modelLenMax : null };
  };
  return {
    endpoint: ENDPOINTS.indexOf(list.path),
    guarded: true,
    isOfApi: true,
    answer(transport, { path }, extra) {
      const headers = [...JSON_HEADERS, ...extra];
      const name = list.encodeOne === undefined ? '' : decodeName(path.slice(list.path.length + 1));
      const found = name === '' ? null : modelOf(name);
      if (found?.ok === false && found.message === null) {
        const error = apiError(ERROR_KINDS.modelNotFound, dialect.models.unknown(name));
        const body = dialect.encodeError(error, dialect.requestId(nextRequestId()));
        answer(transport, dialect.statusOf(error.kind), headers, body);
        return;
      }
      const names = [...new Set([config.modelDefault, ...modelNames()])];
      const body =
        name === '' || list.encodeOne === undefined
          ? list.encodeList(names.map(listed), createdSeconds)
          : list.encodeOne(listed(name), createdSeconds);
      answer(transport, 200, headers, body);
    },
  };
}
