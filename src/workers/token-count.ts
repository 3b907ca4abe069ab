/**
 * Counts tokens with OpenAI's o200k_base, the vocabulary of its models since GPT-4o. Runs in a worker thread, which loads
 * it (and the tens of megabytes of its vocabulary) when it counts for the first time.
 */
import { countTokens, setMergeCacheSize } from 'gpt-tokenizer/encoding/o200k_base';
import type { CountJob } from './tasks.js';

/**
 * The tokeniser's work on one word grows with the square of its length, and not all texts have words: so no more than this
 * is given to it at once. A cut in the middle of a word may cost one token of difference.
 */
const SLICE_CHARACTERS_MAX = 4_096;
/** By default it remembers a hundred thousand words of any length, which clients choose; these come to 16 MB at the most. */
const WORDS_REMEMBERED_MAX = 2_000;

setMergeCacheSize(WORDS_REMEMBERED_MAX);

/** Texts that look like the tokens of control are texts like any other. */
const PLAIN = { disallowedSpecial: new Set<string>() };

/** Tokens of the text, 0 for an empty one. */
export function countText(text: string): number {
  if (text.length <= SLICE_CHARACTERS_MAX) return countTokens(text, PLAIN);
  let tokens = 0;
  for (let start = 0; start < text.length; ) {
    const end = endOfSlice(text, start);
    tokens += countTokens(copy(text.slice(start, end)), PLAIN);
    start = end;
  }
  return tokens;
}

/**
 * A string of its own. V8 makes a part of a string by pointing into the whole: a word that the tokeniser remembers would keep
 * the megabyte of the prompt that it came from.
 */
function copy(slice: string): string {
  return Buffer.from(slice).toString();
}

/** Ahead of the last blank where there is one, for a token may begin with it but does not end with it. */
function endOfSlice(text: string, start: number): number {
  const most = start + SLICE_CHARACTERS_MAX;
  if (most >= text.length) return text.length;
  const blank = text.lastIndexOf(' ', most);
  if (blank > start) return blank;
  // Not between the halves of a surrogate pair.
  return /[\udc00-\udfff]/.test(text.charAt(most)) ? most - 1 : most;
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
