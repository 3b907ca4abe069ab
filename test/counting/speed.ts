/**
 * How fast one worker counts tokens, by kind of text: `npm run counting:speed`. What it prints stands in docs/limits.md.
 *
 * Each text is counted by a worker that has not seen it, but whose code has run; and once more, when what fits of it is remembered.
 */
import { performance } from 'node:perf_hooks';
import { isMainThread, Worker } from 'node:worker_threads';
import { createRandom } from '../../dist/behavior/random/random.js';
import { filesBelow, readProjectFile } from '../support/source-tree.js';

const CHARACTERS = 400_000;
const ROUNDS = 5;
/** What warms the code, and comes in none of the texts. */
const WARM_UP = 'Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. '.repeat(300);

const random = createRandom(1, 1);
const oneOf = (characters: string): string =>
  characters.charAt(Math.floor(random.next() * characters.length));
const textOf = (paths: readonly string[]): string => paths.map(readProjectFile).join('\n');

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

function texts(): Record<string, string> {
  const docs = filesBelow('docs').filter((path) => path.endsWith('.md'));
  return {
    English: textOf(docs.filter((path) => !path.endsWith('.zh-CN.md'))),
    Chinese: textOf(docs.filter((path) => path.endsWith('.zh-CN.md'))),
    code: textOf(filesBelow('src').filter((path) => path.endsWith('.ts'))),
    'words unheard of': unheardOf(),
    'random base64': base64(),
    'one word': 'a'.repeat(CHARACTERS),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] as number;
}

async function measure(): Promise<void> {
  const { countText } = await import('../../dist/workers/counting/token-count.js');
  countText(WARM_UP);
  const told: number[] = [];
  const { parentPort, workerData } = await import('node:worker_threads');
  let tokens = 0;
  for (let times = 0; times < 2; times++) {
    const startedMs = performance.now();
    tokens = countText(workerData as string);
    told.push(performance.now() - startedMs);
  }
  parentPort?.postMessage({ tokens, told });
}

function inWorker(text: string): Promise<{ tokens: number; told: [number, number] }> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: text });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

async function main(): Promise<void> {
  for (const [name, whole] of Object.entries(texts())) {
    const text = whole.slice(0, CHARACTERS);
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await inWorker(text));
    const tokens = rounds[0]?.tokens ?? 0;
    const fresh = median(rounds.map(({ told }) => told[0]));
    const again = median(rounds.map(({ told }) => told[1]));
    const bytes = Buffer.byteLength(text);
    const perSecond = (ms: number): string => `${(tokens / ms / 1_000).toFixed(2)} million tokens/s`;
    process.stdout.write(
      `${name}: ${bytes} bytes, ${tokens} tokens; ${fresh.toFixed(0)} ms, ${perSecond(fresh)}, ` +
        `${(bytes / fresh / 1_000).toFixed(1)} MB/s; again ${perSecond(again)}\n`,
    );
  }
}

if (isMainThread) await main();
else await measure();
