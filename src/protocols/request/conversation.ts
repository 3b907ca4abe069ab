/**
 * Where a conversation stands: how often tools have answered since the user spoke last, and what that was. Pure. Looks at a
 * conversation from its end, and no further back than to the user.
 */
import { hashBytes } from '../../behavior/random/hash.js';
import { isObject, type JsonObject } from './body/json-body.js';

export interface Conversation {
  /** Answers of tools since the user spoke last, those that came together counted once. */
  readonly turn: number;
  /** A hash of what the user said last. */
  readonly thread: number;
}

/** What an item of a conversation is, as far as turns are counted by it. */
type ItemKind = 'user' | 'tool' | 'other';

export function conversationOf(items: unknown, kindOf: (item: JsonObject) => ItemKind): Conversation {
  if (!Array.isArray(items)) return { turn: 0, thread: hashOf(items) };
  let turn = 0;
  let wasTool = false;
  for (let index = items.length - 1; index >= 0; index--) {
    const item: unknown = items[index];
    const kind = isObject(item) ? kindOf(item) : 'other';
    if (kind === 'user') return { turn, thread: hashOf(item) };
    if (kind === 'tool' && !wasTool) turn++;
    wasTool = kind === 'tool';
  }
  return { turn, thread: 0 };
}

function hashOf(value: unknown): number {
  return value === undefined ? 0 : hashBytes(Buffer.from(JSON.stringify(value)));
}
