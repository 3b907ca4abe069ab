/**
 * What all APIs that rank documents have in common: how a query and its documents are read, and what is made of them. Pure.
 */
import type { ApiError } from '../../shared/errors.js';
import type { Answer, Protocol } from '../contract/protocol.js';
import { SERVER_SENT_EVENTS } from '../contract/stream-format.js';
import { isObject, type JsonObject } from '../request/body/json-body.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { numberOrNull, readRequest } from '../request/read-request.js';
import type { Rules } from '../validation/rules.js';
import type { Wording } from '../validation/wording.js';
import { type Document, RerankRequest, rank, textOfDocument } from './request.js';
import { type RerankFrame, rankingBody } from './segments.js';

/** How one API ranks. */
export interface RerankRules {
  readonly wording: Wording;
  readonly fields: Rules;
  /** In which object query and documents lie, and in which the options; and the path of the first with its dot, if it has one. */
  readonly inputOf: (root: JsonObject) => JsonObject;
  readonly optionsOf: (root: JsonObject) => JsonObject;
  readonly inputPath: string;
  /** What must be there ahead of all else. */
  readonly required?: (root: JsonObject) => ApiError | undefined;
  readonly documentsMax: number;
  /** Whether documents are given back where nothing is said of it. */
  readonly givesBack: boolean;
  readonly frameOf: (request: RerankRequest, answer: Answer) => RerankFrame;
}

export function createRerankProtocol(rules: RerankRules): Protocol<RerankRequest> {
  const body = {
    wording: rules.wording,
    ...(rules.required === undefined ? {} : { required: rules.required }),
    fields: rules.fields,
    prompt: 'prompts' as const,
    read: (root: JsonObject, tally: PromptTally) => readInput(rules.inputOf(root), rules, tally),
    make: (model: string, root: JsonObject, { tokens }: PromptTally) => {
      const { query, documents } = rules.inputOf(root) as { query: string; documents: readonly Document[] };
      const { top_n: top, return_documents: givesBack } = rules.optionsOf(root);
      const topMax = numberOrNull(top) ?? documents.length;
      const isGivenBack = (givesBack as boolean | null | undefined) ?? rules.givesBack;
      const ranking = rank(query, documents.map(textOfDocument), documents, topMax, isGivenBack);
      return new RerankRequest(model, tokens, ranking);
    },
  };
  return {
    parse: (bytes, options) => readRequest(bytes, options, body),
    streamFormat: SERVER_SENT_EVENTS,
    restore: RerankRequest.restore,
    encodeReply: (request, answer) => rankingBody(rules.frameOf(request, answer), request.ranking),
    openStream: null,
  };
}

/** The query and each document count once. */
function readInput(
  { query, documents }: JsonObject,
  { wording, inputPath, documentsMax }: RerankRules,
  tally: PromptTally,
): ApiError | undefined {
  const queryPath = `${inputPath}query`;
  const path = `${inputPath}documents`;
  if (query === undefined || query === null) return wording.missing(queryPath);
  if (typeof query !== 'string') return wording.wrongType(queryPath, 'a string', query);
  if (query.trim() === '') return wording.blankText(queryPath);
  if (documents === undefined || documents === null) return wording.missing(path);
  if (!Array.isArray(documents)) return wording.wrongType(path, 'a list', documents);
  if (documents.length === 0) return wording.emptyList(path);
  if (documents.length > documentsMax) return wording.listTooLong(path, documentsMax, documents.length);
  for (let index = 0; index < documents.length; index++) {
    const document: unknown = documents[index];
    if (typeof document !== 'string' && !isObject(document)) {
      return wording.wrongType(wording.at(path, index), 'a string or an object', document);
    }
  }
  tally.addPrompts([query, ...(documents as readonly Document[]).map(textOfDocument)]);
  return undefined;
}
