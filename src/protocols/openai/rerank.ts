/**
 * Ranking as servers have it that speak OpenAI's dialect otherwise: vLLM's, which is Jina's with the usage of its own. Pure. What
 * Cohere's clients look for is in the reply, too, for many ask at the same path.
 * Source: vLLM's documentation of its OpenAI-compatible server (Re-rank API), Jina's public API reference (Reranker).
 */
import { encodeModelName } from '../request/model-names.js';
import { createRerankProtocol } from '../rerank/protocol.js';
import { BOOLEAN, COUNT, rules, STRING } from '../validation/rules.js';
import { OPENAI_WORDING } from './common/wording.js';

const DOCUMENTS_MAX = 2_048;

export const RERANK_FIELDS = rules({ top_n: COUNT, return_documents: BOOLEAN, user: STRING });

export const rerankProtocol = createRerankProtocol({
  wording: OPENAI_WORDING,
  fields: RERANK_FIELDS,
  inputOf: (root) => root,
  optionsOf: (root) => root,
  inputPath: '',
  documentsMax: DOCUMENTS_MAX,
  givesBack: true,
  frameOf: ({ model }, { uuid, usage: { promptTokens } }) => ({
    head: `{"id":"rerank-${uuid}","object":"list","model":${encodeModelName(model)},"results":[`,
    tail:
      `],"usage":{"prompt_tokens":${promptTokens},"total_tokens":${promptTokens}}` +
      ',"meta":{"api_version":{"version":"1"},"billed_units":{"search_units":1}}}',
  }),
});
