/**
 * Which tools an answer calls, and with which arguments. Pure.
 *
 * A conversation comes to an end: tools are called in as many answers in a row as are drawn for what the user said, and then
 * comes an answer in words. A request that insists on a call gets one, however often tools have answered, as everywhere.
 */

import type { Distribution } from '../distributions/distribution.js';
import { sampleCount } from '../distributions/sample.js';
import { JsonText } from '../parts/json-text.js';
import type { CallPart } from '../parts/part.js';
import type { LatencyProfile } from '../profile/profile.js';
import { createRandom, type Random } from '../random/random.js';
import { argumentsFor } from './formatted-text.js';
import type { Tool, ToolAsk } from './wish.js';

/** Calls in one answer, and turns of them, where nobody says how many. */
const CALLS_DEFAULT = 1;
const TURNS_DEFAULT = 1;
const CALLS_MAX = 32;
const NO_ARGUMENTS = { type: 'object' };

/** None where the answer is to be in words. `seed` is that of the conversation. */
export function planCalls(
  ask: ToolAsk,
  profile: Pick<LatencyProfile, 'toolCalls' | 'toolTurns'>,
  random: Random,
  seed: number,
): readonly CallPart[] {
  const count = countCalls(ask, profile, random, seed);
  const first = count === 0 ? 0 : random.nextWord();
  return Array.from({ length: count }, (_, index) => {
    const { name, schema } = ask.tools[(first + index) % ask.tools.length] as Tool;
    const text = new JsonText(argumentsFor(schema ?? NO_ARGUMENTS, random));
    return { kind: 'call', text, tokens: text.length, name };
  });
}

function countCalls(
  { choice, isParallel, turn, thread }: ToolAsk,
  { toolCalls, toolTurns }: Pick<LatencyProfile, 'toolCalls' | 'toolTurns'>,
  random: Random,
  seed: number,
): number {
  if (choice === 'none') return 0;
  const drawn = Math.min(drawCount(toolCalls, CALLS_DEFAULT, random), isParallel ? CALLS_MAX : 1);
  if (choice === 'required') return Math.max(drawn, 1);
  const turns = drawCount(toolTurns, TURNS_DEFAULT, createRandom(seed, thread));
  return turn < turns ? drawn : 0;
}

function drawCount(from: Distribution | null, otherwise: number, random: Random): number {
  return from === null ? otherwise : sampleCount(from, random);
}
