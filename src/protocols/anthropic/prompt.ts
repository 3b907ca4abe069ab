/**
 * Reads the system prompt and the messages of Anthropic's Messages API. Pure. Text blocks count and are kept for an echo;
 * images, documents, tool uses and their results are accepted and not estimated.
 */
import type { ApiError } from '../../shared/errors.js';
import { isObject } from '../request/json-body.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { notAllowed, required, shouldBe } from './checks.js';

/** A text, or a list of text blocks; it counts as a message of its own. */
export function readSystem(system: unknown, tally: PromptTally): ApiError | undefined {
  if (system === undefined || system === null) return undefined;
  tally.startMessage('system');
  return readContent(system, 'system', tally);
}

/** Reads all messages into the tally; gives back the first thing that is wrong with them. */
export function readTurns(messages: unknown, tally: PromptTally): ApiError | undefined {
  if (messages === undefined) return required('messages');
  if (!Array.isArray(messages)) return shouldBe('messages', 'a valid list');
  if (messages.length === 0) return notAllowed('messages', 'at least one message is required');
  for (let index = 0; index < messages.length; index++) {
    const message: unknown = messages[index];
    if (!isObject(message)) return shouldBe(`messages.${index}`, 'an object');
    const { role, content } = message;
    if (role === undefined) return required(`messages.${index}.role`);
    if (role !== 'user' && role !== 'assistant') {
      return notAllowed(`messages.${index}.role`, "Input should be 'user' or 'assistant'");
    }
    if (content === undefined) return required(`messages.${index}.content`);
    tally.startMessage(role);
    const problem = readContent(content, `messages.${index}.content`, tally);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function readContent(content: unknown, param: string, tally: PromptTally): ApiError | undefined {
  if (typeof content === 'string') {
    tally.addText(content);
    return undefined;
  }
  if (!Array.isArray(content)) return shouldBe(param, 'a valid string or a valid list');
  for (let index = 0; index < content.length; index++) {
    const block: unknown = content[index];
    if (!isObject(block)) return shouldBe(`${param}.${index}`, 'an object');
    const { type, text } = block;
    if (type === undefined) return required(`${param}.${index}.type`);
    if (typeof type !== 'string') return shouldBe(`${param}.${index}.type`, 'a valid string');
    if (type !== 'text') continue;
    if (text === undefined) return required(`${param}.${index}.text`);
    if (typeof text !== 'string') return shouldBe(`${param}.${index}.text`, 'a valid string');
    tally.addText(text);
  }
  return undefined;
}
