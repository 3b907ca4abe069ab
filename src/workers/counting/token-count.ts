/**
 * Counts tokens with OpenAI's o200k_base, the vocabulary of its models since GPT-4o. Runs in a worker thread, which loads
 * it (and the tens of megabytes of its vocabulary) when it counts for the first time.
 */
import { countTokens, setMergeCacheSize } from 'gpt-tokenizer/encoding/o200k_base';
import type { CountJob } from '../tasks.js';
import { TextChunks } from './text-chunks.js';

/**
 * By default it remembers a hundred thousand words of any length, which clients choose; these come to 16 MB at the most, with the chunks
 * that they point into.
 */
const WORDS_REMEMBERED_MAX = 2_000;

setMergeCacheSize(WORDS_REMEMBERED_MAX);

/** Texts that look like the tokens of control are texts like any other. */
const PLAIN = { disallowedSpecial: new Set<string>() };

const chunks = new TextChunks((chunk) => countTokens(chunk, PLAIN));

/** Tokens of the text, 0 for an empty one. */
export function countText(text: string): number {
  return chunks.count(text);
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
