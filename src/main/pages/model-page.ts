/**
 * The list of models, and one of them, as each provider writes it. Main thread. Listed are the default model and those that the
 * models file names; but unless STRICT_MODELS says otherwise, the server answers to any name, so any name is a model that can be
 * asked about.
 */
import type { Dialect } from '../../protocols/contract/dialect.js';
import type { ListedModel, ModelList } from '../../protocols/contract/provider.js';
import { type ApiError, apiError, ERROR_KINDS } from '../../shared/errors.js';
import { ENDPOINTS } from '../../shared/labels.js';
import { nextRequestId } from '../admission/request-id.js';
import { decodeName } from '../reading/api-routes.js';
import { JSON_HEADERS } from '../transport/reply-heads.js';
import { HeaderName, type RequestHead } from '../transport/transport.js';
import type { Answer, Page, PageContext } from './page.js';

/** Models are as old as the process. */
const createdSeconds = Math.floor(performance.timeOrigin / 1000);

/** One provider's list. */
export interface ListAt {
  readonly list: ModelList;
  readonly dialect: Dialect;
  readonly answer: Answer;
}

/** `lists` are those at one path, of which the first that fits a request answers it. */
export function createModelPage(lists: readonly [ListAt, ...ListAt[]], context: PageContext): Page {
  const { config, modelNames, modelOf } = context;
  const choices = lists.map((at) => {
    const { header } = at.list;
    return { at, header: header === undefined ? null : new HeaderName(header) };
  });
  const listFor = (head: RequestHead): ListAt =>
    choices.find(({ header }) => header === null || head.header(header) !== '')?.at ?? lists[0];
  const listed = (name: string): ListedModel => {
    const found = modelOf(name);
    return { name, lenMax: found.ok ? found.behavior.profile.modelLenMax : null };
  };
  const bodyFor = (name: string, { list, dialect }: ListAt, head: RequestHead): string | ApiError => {
    if (name === '' || list.encodeOne === undefined) {
      const names = [...new Set([config.modelDefault, ...modelNames()])];
      return list.encodeList(names.map(listed), createdSeconds, (parameter) => head.parameter(parameter));
    }
    const found = modelOf(name);
    if (found.ok || found.message !== null) return list.encodeOne(listed(name), createdSeconds);
    return apiError(ERROR_KINDS.modelNotFound, dialect.models.unknown(name));
  };
  return {
    endpoint: ENDPOINTS.indexOf(lists[0].list.path),
    guarded: true,
    audience: 'programs',
    isOfApi: true,
    dialectFor: (head) => listFor(head).dialect,
    answer(transport, head, extra) {
      const at = listFor(head);
      const { dialect, answer } = at;
      const headers = [...JSON_HEADERS, ...(dialect.headers ?? []), ...extra];
      const body = bodyFor(decodeName(nameIn(head.path)), at, head);
      if (typeof body === 'string') answer(transport, 200, headers, body);
      else {
        const told = dialect.encodeError(body, dialect.requestId(nextRequestId()));
        answer(transport, dialect.statusOf(body.kind), headers, told);
      }
    },
  };
}

/** What stands behind the list's own path; empty for the list. */
function nameIn(path: string): string {
  const start = path.indexOf('/models/');
  return start === -1 ? '' : path.slice(start + '/models/'.length);
}
