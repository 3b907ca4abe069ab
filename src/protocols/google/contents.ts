/**
 * Reads the contents of a conversation: messages whose parts have no type, but a `text` where they are texts. Pure.
 */
import type { ApiError } from '../../shared/errors.js';
import { GEMINI_MEDIA } from '../media/gemini-parts.js';
import { isObject, type JsonObject } from '../request/body/json-body.js';
import { type MessageRules, readContent, readMessages } from '../request/messages.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { fieldOf } from './fields.js';
import { GOOGLE_WORDING } from './wording.js';

const CONTENTS: MessageRules = {
  wording: GOOGLE_WORDING,
  roles: ['user', 'model', 'function'],
  roleDefault: 'user',
  content: 'parts',
  contentRequired: true,
  contentText: false,
  textParts: null,
  otherItems: false,
  media: GEMINI_MEDIA,
};

/** The instruction of the system, which may be absent, and the contents. */
export function readContents(root: JsonObject, tally: PromptTally): ApiError | undefined {
  const instruction = fieldOf(root, 'systemInstruction');
  if (instruction !== undefined) {
    tally.startMessage('system');
    const problem = readOneContent(instruction, 'systemInstruction', tally);
    if (problem !== undefined) return problem;
  }
  return readMessages(root.contents, 'contents', CONTENTS, tally);
}

/** A content by itself: the parts of one message. */
export function readOneContent(content: unknown, param: string, tally: PromptTally): ApiError | undefined {
  if (content === undefined) return GOOGLE_WORDING.missing(param);
  if (!isObject(content)) return GOOGLE_WORDING.wrongType(param, 'an object', content);
  if (content.parts === undefined) return GOOGLE_WORDING.missing(`${param}.parts`);
  return readContent(content.parts, `${param}.parts`, CONTENTS, tally);
}

/** The texts of a content that was read, one behind the other. */
export function textOf(content: unknown): string {
  const parts = isObject(content) && Array.isArray(content.parts) ? content.parts : [];
  return parts
    .map((part: unknown) => (isObject(part) && typeof part.text === 'string' ? part.text : ''))
    .join('');
}
