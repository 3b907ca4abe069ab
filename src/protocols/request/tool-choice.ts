/**
 * From the tools that a request offers and its choice among them to what the behaviour is asked for: the same for all APIs. Pure.
 */
import type { Tool, ToolAsk } from '../../behavior/plan/wish.js';
import type { ApiError } from '../../shared/errors.js';
import type { Conversation } from './conversation.js';

export interface ToolChoice {
  /** Left to the model; some call; none; a call of the one that is named. */
  readonly choice: 'auto' | 'required' | 'none' | { readonly name: string };
  readonly isParallel: boolean;
  /** What a client is told that names a tool which it does not offer. */
  readonly unknown: (name: string) => ApiError;
}

/** null where there is nothing to call. `conversation` is looked at only where a choice depends on it. */
export function chooseTools(
  tools: readonly Tool[],
  { choice, isParallel, unknown }: ToolChoice,
  conversation: () => Conversation,
): ToolAsk | ApiError | null {
  if (typeof choice === 'object') {
    const named = tools.find(({ name }) => name === choice.name);
    if (named === undefined) return unknown(choice.name);
    return { tools: [named], choice: 'required', isParallel, turn: 0, thread: 0 };
  }
  if (tools.length === 0 || choice === 'none') return null;
  const { turn, thread } = choice === 'auto' ? conversation() : { turn: 0, thread: 0 };
  return { tools, choice, isParallel, turn, thread };
}
