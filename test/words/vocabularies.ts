/**
 * Asks four vocabularies whether a word is one token of theirs: o200k_base and cl100k_base (as gpt-tokenizer ships them), Qwen's
 * and Llama 3's, whose files are not part of this project (see write.ts for where they are from).
 *
 * All four cut a text into words first, a blank ahead included, and look a word up as a whole before they merge its bytes: so a
 * word of letters is one token where its bytes are an entry of the vocabulary.
 */
import { readFileSync } from 'node:fs';
import { encode as encodeCl100k } from 'gpt-tokenizer/encoding/cl100k_base';
import { encode as encodeO200k } from 'gpt-tokenizer/encoding/o200k_base';

/** Whether a text is one token. */
export type Vocabulary = (text: string) => boolean;

/** What gpt-tokenizer ships. */
export const OPEN_AI: readonly Vocabulary[] = [
  (text) => encodeO200k(text).length === 1,
  (text) => encodeCl100k(text).length === 1,
];

/**
 * Of a file in tiktoken's form: a line for each token, its bytes in base64, a blank, its number. Throws where it is none.
 */
export function readVocabulary(path: string): Vocabulary {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const tokens = new Set(
    lines.map((line) => {
      const [, bytes] = /^([\w+/]+=*) \d+$/.exec(line) ?? [];
      if (bytes === undefined)
        throw new Error(`${path} is no vocabulary in tiktoken's form: ${line.slice(0, 40)}`);
      return Buffer.from(bytes, 'base64').toString('latin1');
    }),
  );
  return (text) => tokens.has(Buffer.from(text).toString('latin1'));
}

/** Whether the word is one token wherever it stands, at the beginning of a text and behind a blank, in all of them. */
export function isOneToken(word: string, vocabularies: readonly Vocabulary[]): boolean {
  return vocabularies.every((has) => has(word) && has(` ${word}`));
}
