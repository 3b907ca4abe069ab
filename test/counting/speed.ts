/**
 * How fast one thread counts tokens, by kind of text: `npm run counting:speed`. What it prints stands in docs/limits.md.
 *
 * Each text is counted by a counter that has not seen it, but whose code has run; and once more, when its chunks are remembered.
 */
import { performance } from 'node:perf_hooks';
import { createRandom } from '../../dist/behavior/random/random.js';
import { readVocabulary } from '../../dist/workers/counting/read-vocabulary.js';
import { TextCounter } from '../../dist/workers/counting/text-counter.js';
import { filesBelow, readProjectFile } from '../support/source-tree.js';

const BYTES_MAX = 2_000_000;
const CHARACTERS = 400_000;
const ROUNDS = 5;

const random = createRandom(1, 1);
const oneOf = (characters: string): string =>
  characters.charAt(Math.floor(random.next() * characters.length));
const textOf = (paths: readonly string[]): string => paths.map(readProjectFile).join('\n');
const docs = filesBelow('docs').filter((path) => path.endsWith('.md'));

function base64(): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return Array.from({ length: CHARACTERS }, () => oneOf(alphabet)).join('');
}

/** Words of two to four syllables that are in no dictionary. */
function unheardOf(): string {
  const word = () =>
    Array.from(
      { length: 2 + Math.floor(3 * random.next()) },
      () => oneOf('bcdfghklmnprstvw') + oneOf('aeiou'),
    ).join('');
  return Array.from({ length: CHARACTERS / 6 }, word).join(' ');
}

const TEXTS = {
  English: textOf(docs.filter((path) => !path.endsWith('.zh-CN.md'))),
  Chinese: textOf(docs.filter((path) => path.endsWith('.zh-CN.md'))),
  code: textOf(filesBelow('src').filter((path) => path.endsWith('.ts'))),
  'words unheard of': unheardOf(),
  'random base64': base64(),
  'one word of a megabyte': 'a'.repeat(1_000_000),
};

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] as number;
}

const vocabulary = readVocabulary();
for (const [name, whole] of Object.entries(TEXTS)) {
  const text = whole.slice(0, BYTES_MAX);
  const fresh: number[] = [];
  const again: number[] = [];
  let tokens = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const counter = new TextCounter(vocabulary);
    for (const took of [fresh, again]) {
      const startedMs = performance.now();
      tokens = counter.count(text);
      took.push(performance.now() - startedMs);
    }
  }
  const bytes = Buffer.byteLength(text);
  const perSecond = (ms: number): string => `${(tokens / ms / 1_000).toFixed(1)} million tokens/s`;
  process.stdout.write(
    `${name}: ${bytes} bytes, ${tokens} tokens; ${median(fresh).toFixed(0)} ms, ${perSecond(median(fresh))}, ` +
      `${(bytes / median(fresh) / 1_000).toFixed(1)} MB/s; again ${perSecond(median(again))}\n`,
  );
}
