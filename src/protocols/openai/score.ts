/**
 * vLLM's score: how relevant texts are to texts, pair by pair, in the order in which they came. Pure.
 * Source: vLLM's documentation of its OpenAI-compatible server (Score API).
 */
import type { ApiError } from '../../shared/errors.js';
import type { Protocol } from '../contract/protocol.js';
import { textBody } from '../contract/reply-template.js';
import { SERVER_SENT_EVENTS } from '../contract/stream-format.js';
import type { JsonObject } from '../request/body/json-body.js';
import { encodeModelName } from '../request/model-names.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { type BodyRules, readRequest } from '../request/read-request.js';
import { RerankRequest } from '../rerank/request.js';
import { type PreparedQuery, prepareQuery, scoreOf } from '../rerank/score.js';
import { rules, STRING } from '../validation/rules.js';
import { invalid, OPENAI_WORDING } from './common/wording.js';

const PAIRS_MAX = 2_048;

/** Under either name. */
const NAMES = [
  ['text_1', 'queries'],
  ['text_2', 'documents'],
] as const;

export const SCORE_FIELDS = rules({ user: STRING });

/** Which name a body uses, the first one where it uses none. */
function nameIn(root: JsonObject, [name, other]: readonly [string, string]): string {
  return root[name] === undefined && root[other] !== undefined ? other : name;
}

/** Of a body that was read. */
function textsIn(root: JsonObject, names: readonly [string, string]): readonly string[] {
  const value = root[nameIn(root, names)];
  return typeof value === 'string' ? [value] : (value as readonly string[]);
}

function checkTexts(root: JsonObject, names: readonly [string, string]): ApiError | undefined {
  const name = nameIn(root, names);
  const value = root[name];
  if (value === undefined || value === null) return OPENAI_WORDING.missing(name);
  if (typeof value === 'string') return undefined;
  const isList = Array.isArray(value) && value.every((text) => typeof text === 'string');
  if (!isList) return OPENAI_WORDING.wrongType(name, 'a string or a list of strings', value);
  if (value.length === 0) return OPENAI_WORDING.emptyList(name);
  return value.length > PAIRS_MAX ? OPENAI_WORDING.listTooLong(name, PAIRS_MAX, value.length) : undefined;
}

function read(root: JsonObject, tally: PromptTally): ApiError | undefined {
  const problem = checkTexts(root, NAMES[0]) ?? checkTexts(root, NAMES[1]);
  if (problem !== undefined) return problem;
  const [ones, others] = [textsIn(root, NAMES[0]), textsIn(root, NAMES[1])];
  if (ones.length > 1 && ones.length !== others.length) {
    return invalid(nameIn(root, NAMES[0]), 'Input lengths must be either 1:1, 1:N or N:N');
  }
  tally.addPrompts([...ones, ...others]);
  return undefined;
}

const BODY: BodyRules<RerankRequest> = {
  wording: OPENAI_WORDING,
  fields: SCORE_FIELDS,
  prompt: 'prompts',
  read,
  make(model, root, { tokens }) {
    const queries = textsIn(root, NAMES[0]).map(prepareQuery);
    const [first] = queries as [PreparedQuery, ...PreparedQuery[]];
    const scores = textsIn(root, NAMES[1]).map((text, index) => scoreOf(queries[index] ?? first, text));
    return new RerankRequest(model, tokens, {
      indexes: Int32Array.from(scores.keys()),
      scores: Float64Array.from(scores),
      documents: null,
      documentsRanked: scores.length,
    });
  },
};

export const scoreProtocol: Protocol<RerankRequest> = {
  parse: (body, options) => readRequest(body, options, BODY),
  streamFormat: SERVER_SENT_EVENTS,
  restore: RerankRequest.restore,

  encodeReply({ model, ranking }, { uuid, createdSeconds, usage: { promptTokens } }) {
    const data = Array.from(
      ranking.scores,
      (score, index) => `{"index":${index},"object":"score","score":${score}}`,
    );
    const json =
      `{"id":"score-${uuid}","object":"list","created":${createdSeconds},"model":${encodeModelName(model)}` +
      `,"data":[${data.join(',')}],"usage":{"prompt_tokens":${promptTokens},"total_tokens":${promptTokens}}}`;
    return textBody(json, []);
  },

  openStream: null,
};
