/**
 * The command `npm run words`: writes src/behavior/content/token-words.ts, or proves it.
 *
 *     npm run words -- write <common words> <qwen.tiktoken> <tokenizer.model>
 *     npm run words -- check <qwen.tiktoken> <tokenizer.model>
 *
 * The vocabularies are in packages of PyPI: `dashscope` has Qwen's (dashscope/resources/qwen.tiktoken), `llama-models` has Llama
 * 3's (llama_models/llama3/tokenizer.model); `pip download --no-deps dashscope llama-models`, and unzip. The common words, a line
 * each and the most frequent first, are what `wordfreq` gives: `print(*wordfreq.top_n_list('en', 12000), sep='\n')`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { TOKEN_WORDS } from '../../dist/behavior/content/token-words.js';
import { LEFT_OUT } from './left-out.js';
import { isOneToken, OPEN_AI, readVocabulary } from './vocabularies.js';

const WORDS = 1_500;
/** Two letters and fewer are mostly pieces of other words. */
const PLAIN_WORD = /^[a-z]{3,}$/;
const LINE_CHARACTERS_MAX = 104;
const SOURCE = new URL('../../src/behavior/content/token-words.ts', import.meta.url);

function choose(path: string, vocabularies: Parameters<typeof isOneToken>[1]): readonly string[] {
  const chosen = new Set<string>();
  for (const word of readFileSync(path, 'utf8').split('\n')) {
    if (chosen.size === WORDS) break;
    if (PLAIN_WORD.test(word) && !LEFT_OUT.has(word) && isOneToken(word, vocabularies)) chosen.add(word);
  }
  return [...chosen].sort();
}

function render(words: readonly string[]): string {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line.length + word.length + 1 > LINE_CHARACTERS_MAX) {
      lines.push(line);
      line = '';
    }
    line += `${word} `;
  }
  lines.push(line.trimEnd());
  const text = lines.map((each) => `  '${each}'`).join(' +\n');
  return `/**
 * Common English words, each of which is one token, alone and behind a blank, in o200k_base, cl100k_base, Qwen's and Llama 3's
 * vocabularies: who counts the tokens of a text made of them gets as many as it has words. Written by \`npm run words\`, not by
 * hand. Pure data.
 */
export const TOKEN_WORDS: readonly string[] = (
${text.replace(/^ {2}/gm, '  ')}
).split(' ');
`;
}

const [command, ...paths] = process.argv.slice(2);
const vocabularies = [...OPEN_AI, ...paths.slice(-2).map(readVocabulary)];
if (command === 'write' && paths.length === 3) {
  const words = choose(paths[0] as string, vocabularies);
  writeFileSync(SOURCE, render(words));
  process.stdout.write(`${words.length} words written\n`);
} else if (command === 'check' && paths.length === 2) {
  const wrong = TOKEN_WORDS.filter((word) => !isOneToken(word, vocabularies));
  const verdict =
    wrong.length === 0 ? 'each one token in four vocabularies' : `not one token: ${wrong.join(' ')}`;
  process.stdout.write(`${TOKEN_WORDS.length} words, ${verdict}\n`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} else {
  process.stderr.write(
    'Usage: words write <common words> <qwen.tiktoken> <tokenizer.model>, or words check without the first\n',
  );
  process.exitCode = 2;
}
