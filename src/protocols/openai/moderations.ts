/**
 * Moderations: requests, and replies in the shape of the omni-moderation models. Pure. Nothing is ever flagged but what a fault says
 * (`filter`). Source: OpenAI's public OpenAPI description (CreateModerationRequest, CreateModerationResponse).
 */
import type { ApiError } from '../../shared/errors.js';
import { listedBody } from '../contract/listed-body.js';
import type { Protocol } from '../contract/protocol.js';
import { SERVER_SENT_EVENTS } from '../contract/stream-format.js';
import { isObject } from '../request/body/json-body.js';
import { encodeModelName } from '../request/model-names.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { type BodyRules, readRequest } from '../request/read-request.js';
import { silentRequest } from '../request/silent-request.js';
import { TextRequest } from '../request/text-request.js';
import { rules } from '../validation/rules.js';
import { OPENAI_WORDING } from './common/wording.js';

const INPUTS_MAX = 2_048;

const CATEGORIES = [
  'harassment',
  'harassment/threatening',
  'hate',
  'hate/threatening',
  'illicit',
  'illicit/violent',
  'self-harm',
  'self-harm/instructions',
  'self-harm/intent',
  'sexual',
  'sexual/minors',
  'violence',
  'violence/graphic',
] as const;
/** Those that images are looked at for, too. */
const OF_IMAGES = /^(self-harm|sexual$|violence)/;
const FLAGGED = 'harassment';
const SCORE_SAFE = 0.000_01;
const SCORE_FLAGGED = 0.98;

const MODERATIONS_BODY: BodyRules<TextRequest> = {
  wording: OPENAI_WORDING,
  fields: rules({}),
  prompt: 'prompts',
  read: ({ input }, tally) => readInput(input, tally),
  make: (model, { input }, { tokens }) => silentRequest(model, tokens, resultsOf(input)),
};

/** A text, texts, or one input of parts: texts and images. */
function readInput(input: unknown, tally: PromptTally): ApiError | undefined {
  if (input === undefined) return OPENAI_WORDING.missing('input');
  if (typeof input === 'string') return add(tally, input);
  if (!Array.isArray(input)) return OPENAI_WORDING.wrongType('input', 'a string or a list of parts', input);
  if (input.length === 0) return OPENAI_WORDING.emptyList('input');
  if (input.length > INPUTS_MAX) return OPENAI_WORDING.listTooLong('input', INPUTS_MAX, input.length);
  for (let index = 0; index < input.length; index++) {
    const one: unknown = input[index];
    const problem = typeof input[0] === 'string' ? readText(one, index, tally) : readPart(one, index, tally);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function add(tally: PromptTally, text: string): undefined {
  tally.addPrompts([text]);
}

function readText(text: unknown, index: number, tally: PromptTally): ApiError | undefined {
  if (typeof text === 'string') return add(tally, text);
  return OPENAI_WORDING.wrongType(`input[${index}]`, 'a string', text);
}

function readPart(part: unknown, index: number, tally: PromptTally): ApiError | undefined {
  const param = `input[${index}]`;
  if (!isObject(part)) return OPENAI_WORDING.wrongType(param, 'an object', part);
  const { type, text, image_url: image } = part;
  if (type === 'text') {
    return typeof text === 'string'
      ? add(tally, text)
      : OPENAI_WORDING.wrongType(`${param}.text`, 'a string', text);
  }
  if (type !== 'image_url') return OPENAI_WORDING.notOneOf(`${param}.type`, ['text', 'image_url'], type);
  return isObject(image) ? undefined : OPENAI_WORDING.wrongType(`${param}.image_url`, 'an object', image);
}

/** Of an input that was read. */
function resultsOf(input: unknown): number {
  return Array.isArray(input) && typeof input[0] === 'string' ? input.length : 1;
}

function encodeResult(isFlagged: boolean): string {
  const by = <Value>(of: (category: string) => Value) =>
    Object.fromEntries(CATEGORIES.map((category) => [category, of(category)]));
  const isIn = (category: string): boolean => isFlagged && category === FLAGGED;
  return JSON.stringify({
    flagged: isFlagged,
    categories: by(isIn),
    category_scores: by((category) => (isIn(category) ? SCORE_FLAGGED : SCORE_SAFE)),
    category_applied_input_types: by((category) => (OF_IMAGES.test(category) ? ['text', 'image'] : ['text'])),
  });
}

const SAFE_RESULT = encodeResult(false);
const FLAGGED_RESULT = encodeResult(true);

export const moderationsProtocol: Protocol<TextRequest> = {
  parse: (body, options) => readRequest(body, options, MODERATIONS_BODY),
  streamFormat: SERVER_SENT_EVENTS,
  restore: TextRequest.restore,

  encodeReply({ model, choices }, { uuid, finish }) {
    const result = finish === 'filter' ? FLAGGED_RESULT : SAFE_RESULT;
    const results = { count: choices, separator: ',', item: () => result };
    return listedBody([`{"id":"modr-${uuid}","model":${encodeModelName(model)},"results":[`, results, ']}']);
  },

  openStream: null,
};
