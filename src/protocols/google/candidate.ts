/**
 * A candidate of a generated content, and what is told beside it. Pure.
 * Source: Google's public Gemini API reference (Candidate, Part, FunctionCall, UsageMetadata, ModalityTokenCount).
 */
import type { CallPart } from '../../behavior/parts/part.js';
import { cachedWithin } from '../contract/prompt-prefix.js';
import type { Answer, Usage } from '../contract/protocol.js';
import type { ChoiceTemplate } from '../contract/reply-template.js';
import { type Spoken, thoughtTokensOf } from '../contract/spoken.js';
import { type MediaKind, sumOfMedia } from '../media/media.js';
import { encodeModelName } from '../request/model-names.js';
import type { TextRequest } from '../request/text-request.js';

export const BEFORE_PARTS = ',"content":{"parts":[';
export const BEFORE_TEXT = '{"text":"';
export const AFTER_TEXT = '"}';
export const AFTER_THOUGHT = '","thought":true}';
export const AFTER_PARTS = '],"role":"model"}';

/** Thoughts are counted apart from what the candidates say. */
export function encodeUsage(answer: Answer, choices: number): string {
  const prompt = answer.usage.promptTokens;
  const all = answer.usage.completionTokens * choices;
  const thoughts = thoughtTokensOf(answer) * choices;
  const thought = thoughts === 0 ? '' : `,"thoughtsTokenCount":${thoughts}`;
  return (
    `"usageMetadata":{"promptTokenCount":${prompt},"candidatesTokenCount":${all - thoughts}` +
    `,"totalTokenCount":${prompt + all}` +
    encodeCached(answer.usage) +
    `,"promptTokensDetails":${encodePromptDetails(answer.usage)}${thought}}`
  );
}

const MODALITIES: readonly (readonly [kind: MediaKind, modality: string])[] = [
  ['image', 'IMAGE'],
  ['video', 'VIDEO'],
  ['audio', 'AUDIO'],
  ['document', 'DOCUMENT'],
];

export function encodePromptDetails({ promptTokens, media = null }: Usage): string {
  if (media === null) return `[{"modality":"TEXT","tokenCount":${promptTokens}}]`;
  const counts = [`{"modality":"TEXT","tokenCount":${Math.max(0, promptTokens - sumOfMedia(media))}}`];
  for (const [kind, modality] of MODALITIES) {
    if (media[kind] > 0) counts.push(`{"modality":"${modality}","tokenCount":${media[kind]}}`);
  }
  return `[${counts.join(',')}]`;
}

/** Only where there is some, as there. */
function encodeCached({ promptTokens, cached }: Usage): string {
  const { read } = cachedWithin(cached, promptTokens);
  return read === 0 ? '' : `,"cachedContentTokenCount":${read}`;
}

/** In place of candidates: the prompt was not answered. */
export function encodeBlocked(request: TextRequest, answer: Answer): string {
  const prompt = answer.usage.promptTokens;
  return (
    '{"promptFeedback":{"blockReason":"SAFETY","safetyRatings":[{"category":"HARM_CATEGORY_DANGEROUS_CONTENT"' +
    ',"probability":"HIGH","blocked":true}]}' +
    `,"usageMetadata":{"promptTokenCount":${prompt},"totalTokenCount":${prompt}` +
    `,"promptTokensDetails":${encodePromptDetails(answer.usage)}},${encodeIdentity(request, answer)}}`
  );
}

export function encodeIdentity({ model }: TextRequest, { uuid }: Answer): string {
  return `"modelVersion":${encodeModelName(model)},"responseId":"${uuid}"`;
}

const FINISH_REASONS: Readonly<Record<Answer['finish'], string>> = {
  stop: 'STOP',
  length: 'MAX_TOKENS',
  tools: 'STOP',
  filter: 'SAFETY',
  // Never told of a candidate: a prompt that is blocked has none.
  refusal: 'SAFETY',
};

export function encodeFinish({ finish }: Answer): string {
  return `,"finishReason":"${FINISH_REASONS[finish]}"}`;
}

/** What was cut off is no JSON, and the arguments must be an object. */
export function encodeCall({ name, text, tokens }: CallPart): string {
  const args = tokens < text.length ? '{}' : text.raw(tokens);
  return `{"functionCall":{"name":${JSON.stringify(name)},"args":${args}}}`;
}

function encodeParts({ text, thoughts, calls }: Spoken, { style }: TextRequest): string {
  if (thoughts === null && calls.length === 0) return BEFORE_TEXT + (text ?? '') + AFTER_TEXT;
  const parts = calls.map(encodeCall);
  if (text !== null) parts.unshift(BEFORE_TEXT + text + AFTER_TEXT);
  if (thoughts !== null && style.showsThoughts) parts.unshift(BEFORE_TEXT + thoughts + AFTER_THOUGHT);
  return parts.join(',');
}

/** `spoken` with the texts of all candidates, or their marks. */
export function templateOf(request: TextRequest, answer: Answer, spoken: Spoken): ChoiceTemplate {
  return {
    head: '{"candidates":[',
    separator: ',',
    before: '{"index":',
    after: BEFORE_PARTS + encodeParts(spoken, request) + AFTER_PARTS + encodeFinish(answer),
    tail: `],${encodeUsage(answer, request.choices)},${encodeIdentity(request, answer)}}`,
  };
}
