/**
 * Cohere's rerank, in both versions. Pure. Source: Cohere's public API reference (Rerank API v1 and v2).
 */
import type { Protocol } from '../contract/protocol.js';
import { createRerankProtocol } from '../rerank/protocol.js';
import type { RerankRequest } from '../rerank/request.js';
import { BOOLEAN, COUNT, integer, LIST, rules } from '../validation/rules.js';
import { COHERE_WORDING } from './wording.js';

const DOCUMENTS_MAX = 10_000;
const DOCUMENTS_PER_UNIT = 100;
const INT31_MAX = 2 ** 31 - 1;

export const COHERE_RERANK_FIELDS = rules({
  top_n: COUNT,
  return_documents: BOOLEAN,
  max_tokens_per_doc: integer(1, INT31_MAX),
  max_chunks_per_doc: integer(1, INT31_MAX),
  rank_fields: LIST,
  priority: integer(0, 999),
});

export function createCohereRerank(version: 1 | 2): Protocol<RerankRequest> {
  return createRerankProtocol({
    wording: COHERE_WORDING,
    fields: COHERE_RERANK_FIELDS,
    inputOf: (root) => root,
    optionsOf: (root) => root,
    inputPath: '',
    documentsMax: DOCUMENTS_MAX,
    givesBack: false,
    frameOf: ({ ranking }, { uuid }) => {
      const units = Math.ceil(ranking.documentsRanked / DOCUMENTS_PER_UNIT);
      return {
        head: `{"id":"${uuid}","results":[`,
        tail: `],"meta":{"api_version":{"version":"${version}"},"billed_units":{"search_units":${units}}}}`,
      };
    },
  });
}
