/**
 * DashScope's own ranking of texts. Pure. Source: Alibaba Cloud's public API reference of text ranking.
 */
import { isObject } from '../request/body/json-body.js';
import { createRerankProtocol } from '../rerank/protocol.js';
import { BOOLEAN, COUNT, rules, STRING } from '../validation/rules.js';
import { objectIn } from './fields.js';
import { NATIVE_WORDING } from './wording.js';

const DOCUMENTS_MAX = 500;

export const TEXT_RERANK_FIELDS = rules({ top_n: COUNT, return_documents: BOOLEAN, instruct: STRING });

export const textRerankProtocol = createRerankProtocol({
  wording: NATIVE_WORDING,
  fields: rules({ parameters: { is: 'record', fields: TEXT_RERANK_FIELDS } }),
  required: ({ input }) => (isObject(input) ? undefined : NATIVE_WORDING.missing('input')),
  inputOf: (root) => objectIn(root, 'input'),
  optionsOf: (root) => objectIn(root, 'parameters'),
  inputPath: 'input.',
  documentsMax: DOCUMENTS_MAX,
  givesBack: false,
  frameOf: (_request, { uuid, usage: { promptTokens } }) => ({
    head: '{"output":{"results":[',
    tail: `]},"usage":{"total_tokens":${promptTokens}},"request_id":"${uuid}"}`,
  }),
});
