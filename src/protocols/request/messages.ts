/**
 * Reads the messages of a conversation into a tally: one walker for all APIs, which differ in names and words alone. Pure.
 * Texts count and are kept for an echo; images, audio, videos and files count by the API's own rules (see media); tool uses and their
 * results are accepted and not estimated.
 */
import type { ApiError } from '../../shared/errors.js';
import type { MediaReader } from '../media/media.js';
import type { Wording } from '../validation/wording.js';
import { isObject, type JsonObject } from './body/json-body.js';
import type { PromptTally } from './prompt-tally.js';

/** How an API writes its messages. */
export interface MessageRules {
  readonly wording: Wording;
  readonly roles: readonly string[];
  /** Of a message that names no role; null where it must. */
  readonly roleDefault: string | null;
  /** The field with the text or the parts. */
  readonly content: 'content' | 'parts';
  readonly contentRequired: boolean;
  /** Whether a content may be one text in place of a list of parts. */
  readonly contentText: boolean;
  /** The types of parts that carry a `text`; null where parts have no type, and the text is what is there. */
  readonly textParts: readonly string[] | null;
  /** Whether an item may be something else than a message: one that has a `type` of its own. */
  readonly otherItems: boolean;
  /** How parts are counted that are no texts; absent where they are not. */
  readonly media?: MediaReader;
}

/** Reads all messages; gives back the first thing that is wrong with them. */
export function readMessages(
  messages: unknown,
  param: string,
  rules: MessageRules,
  tally: PromptTally,
): ApiError | undefined {
  const { wording } = rules;
  if (messages === undefined) return wording.missing(param);
  if (!Array.isArray(messages)) return wording.wrongType(param, 'a list of objects', messages);
  if (messages.length === 0) return wording.emptyList(param);
  for (let index = 0; index < messages.length; index++) {
    const message: unknown = messages[index];
    if (!isObject(message)) return wording.wrongType(wording.at(param, index), 'an object', message);
    if (rules.otherItems && typeof message.type === 'string' && message.type !== 'message') {
      tally.addOther(message);
      continue;
    }
    const problem = readMessage(message, param, index, rules, tally);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Paths are made only for what is wrong: most requests are right. */
function readMessage(
  message: JsonObject,
  param: string,
  index: number,
  rules: MessageRules,
  tally: PromptTally,
): ApiError | undefined {
  const { wording, roles, roleDefault, content: contentName } = rules;
  const role = message.role ?? roleDefault;
  if (role === null && message.role === undefined) {
    return wording.missing(wording.at(wording.at(param, index), 'role'));
  }
  if (!roles.includes(role as string)) {
    return wording.notOneOf(wording.at(wording.at(param, index), 'role'), roles, role);
  }
  const content = message[contentName];
  if (content === undefined && rules.contentRequired) {
    return wording.missing(wording.at(wording.at(param, index), contentName));
  }
  tally.startMessage(role as string);
  if (typeof content === 'string' && rules.contentText) tally.addText(content);
  else if (rules.contentRequired || (content !== null && content !== undefined)) {
    return readContent(content, wording.at(wording.at(param, index), contentName), rules, tally);
  }
  return undefined;
}

/** A text, or a list of parts. */
export function readContent(
  content: unknown,
  param: string,
  rules: MessageRules,
  tally: PromptTally,
): ApiError | undefined {
  const { wording, contentText } = rules;
  if (typeof content === 'string' && contentText) {
    tally.addText(content);
    return undefined;
  }
  if (!Array.isArray(content)) {
    return wording.wrongType(
      param,
      contentText ? 'a string or a list of parts' : 'a list of objects',
      content,
    );
  }
  for (let index = 0; index < content.length; index++) {
    const part: unknown = content[index];
    const problem = readPart(part, param, index, rules, tally);
    if (problem !== undefined) return problem;
    if ((part as JsonObject).cache_control) tally.mark();
  }
  return undefined;
}

function readPart(
  part: unknown,
  param: string,
  index: number,
  { wording, textParts, media }: MessageRules,
  tally: PromptTally,
): ApiError | undefined {
  const place = (name: string): string => wording.at(wording.at(param, index), name);
  if (!isObject(part)) return wording.wrongType(wording.at(param, index), 'an object', part);
  const { type, text } = part;
  if (textParts !== null) {
    if (type === undefined) return wording.missing(place('type'));
    if (typeof type !== 'string') return wording.wrongType(place('type'), 'a string', type);
    if (!textParts.includes(type)) return addMedia(part, media, tally);
    if (text === undefined) return wording.missing(place('text'));
  } else if (text === undefined) return addMedia(part, media, tally);
  if (typeof text !== 'string') return wording.wrongType(place('text'), 'a string', text);
  tally.addText(text);
  return undefined;
}

/** No error of the client's: what cannot be counted is a stand-in, or nothing. */
function addMedia(part: JsonObject, reader: MediaReader | undefined, tally: PromptTally): undefined {
  const media = reader?.read(part, tally.source) ?? null;
  if (media === null) tally.addOther(part);
  else tally.addMedia(media, (reader as MediaReader).isToldByKind);
}
