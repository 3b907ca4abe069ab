/**
 * A request that goes on with an answer of before: its prompt is that conversation as well. Main thread.
 */
import type { ModelRequest, PromptTexts } from '../../protocols/contract/protocol.js';
import type { ApiError } from '../../shared/errors.js';
import type { StoredResponses } from './stored-responses.js';

type Prompt = PromptTexts | number | null;

/** What was read of a body; `prompt` are its texts or what they were counted to, null where it is estimated. */
interface Read<Its extends Prompt> {
  readonly request: ModelRequest;
  readonly prompt: Its;
}

/** The same where it goes on with nothing; or why it cannot. */
export function follow<Its extends Prompt>(
  read: Read<Its>,
  stored: StoredResponses | null,
): Read<Its> | ApiError {
  const { request, prompt } = read;
  const previousId = stored === null ? null : (request.keeping?.previousId ?? null);
  if (stored === null || previousId === null) return read;
  const tokens = stored.tokensBefore(previousId);
  if (typeof tokens !== 'number') return tokens;
  return { request: request.after?.(tokens) ?? request, prompt: withTokens(prompt, tokens) as Its };
}

function withTokens(prompt: Prompt, tokens: number): Prompt {
  if (prompt === null) return null;
  if (typeof prompt === 'number') return prompt + tokens;
  return { ...prompt, otherTokens: prompt.otherTokens + tokens };
}
