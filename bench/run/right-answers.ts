// Owns: what the load generator looks for in every answer. The servers were checked in full before (check-answers.ts).
// Must never: depend on how a server writes its JSON.

import type { RightAnswer } from '../load/load.js';
import type { BenchServer } from '../servers/server.js';
import { TEXT } from '../servers/work.js';

/** All but its first letter: llmsim writes all in small letters. */
export const WORDS = TEXT.slice(1);
export const WHOLE_ANSWER: RightAnswer = { contains: WORDS, events: 0 };

export function wholeStream(server: BenchServer, tokens: number, usage = false): RightAnswer {
  const usageEvents = usage && server.usageIsAnEvent ? 1 : 0;
  return { contains: 'data: [DONE]', events: tokens + server.eventsBesideTokens + usageEvents };
}

/** How long the arguments of a call are is drawn, and so is the number of events. */
export const TOOL_STREAM: RightAnswer = { contains: '"finish_reason":"tool_calls"', events: 0 };
