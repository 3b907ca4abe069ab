// Owns: what the load generator looks for in every answer. The servers were checked in full before (check-answers.ts).
// Must never: depend on how a server writes its JSON.

import type { RightAnswer } from '../load/load.js';
import type { BenchServer } from '../servers/server.js';
import { TEXT } from '../servers/work.js';

export const WHOLE_ANSWER: RightAnswer = { contains: TEXT, events: 0 };

export function wholeStream(server: BenchServer, tokens: number): RightAnswer {
  return { contains: 'data: [DONE]', events: tokens + server.eventsBesideTokens };
}
