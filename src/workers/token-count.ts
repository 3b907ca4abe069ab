/**
 * Counts tokens with OpenAI's o200k_base, the vocabulary of its models since GPT-4o. Runs in a worker thread, which loads
 * it when it counts for the first time. How: counting/.
 */
import { readVocabulary } from './counting/read-vocabulary.js';
import { TextCounter } from './counting/text-counter.js';
import type { CountJob } from './tasks.js';

const counter = new TextCounter(readVocabulary());

/** Tokens of the text, 0 for an empty one. Texts that look like the tokens of control are texts like any other. */
export function countText(text: string): number {
  return counter.count(text);
}

/** Two figures for each job: tokens of its texts together, and of its completion (0 where there is none to count). */
export function countJobs(jobs: readonly CountJob[]): Int32Array {
  const counts = new Int32Array(jobs.length * 2);
  for (const [index, { texts, completion, round, rounds }] of jobs.entries()) {
    for (const text of texts) counts[2 * index] = (counts[2 * index] as number) + countText(text);
    if (completion === null) continue;
    counts[2 * index + 1] = countEscaped(completion) + rounds * countEscaped(round);
  }
  return counts;
}

function countEscaped(text: string): number {
  return countText(JSON.parse(`"${text}"`) as string);
}
