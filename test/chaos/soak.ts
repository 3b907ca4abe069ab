// The command `npm run test:soak`: a mixed load for hours, and the question whether anything grows with time.
// Owns: its options, its samples and its verdict. Must never: forgive a sample that is missing.

import { seededRandom } from '../support/seeded-random.js';
import { bytesOf, inMib, readMemory, readMetrics, waitForFreeSlots } from './figures.js';
import { GoodClients } from './good-clients.js';
import { learnGoodRequests } from './good-requests.js';
import { readOptions } from './options.js';
import { type Reload, reloadByCommand, SoakLoad } from './soak-load.js';
import { openTarget, TARGET_OPTIONS } from './target.js';

const SAMPLE_MS = 10_000;
const MINUTE_MS = 60_000;
const FREE_MS_MAX = 90_000;
const CLOSED_MS_MAX = 30_000;
/** The second half may have so much more than the first. */
const GROWTH_RATIO_MAX = 1.05;

const options = readOptions('A mixed load for a long time: nothing may grow with it.', {
  ...TARGET_OPTIONS,
  minutes: { fallback: 120, help: 'how long' },
  good: { fallback: 24, help: 'good clients at the same time' },
  prompts: { fallback: 8, help: 'clients whose prompts are to be counted' },
  'prompt-max': { fallback: 15_000, help: 'bytes of the longest of these; mind MAX_BODY_BYTES' },
  dying: { fallback: 50, help: 'dying clients a second' },
  viewers: { fallback: 3, help: 'viewers of the live page' },
  hup: { fallback: '', help: 'command that makes a server reload its models, run without a shell' },
  'hup-every': { fallback: 5, help: 'seconds between two reloads' },
  models: { fallback: '', help: 'MODELS_FILE of a server that is started; without it there are no reloads' },
  seed: { fallback: 1, help: 'makes the same clients again' },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const target = await openTarget(options, {
  USAGE: 'exact',
  RESPONSE_DELAY_SECONDS: '0',
  API_KEY: 'chaos-key',
  ...(options['prompt-max'] > 16_000 ? { MAX_BODY_BYTES: String(options['prompt-max'] + 1_000) } : {}),
  ...(options.models === '' ? {} : { MODELS_FILE: options.models }),
});

function reloadOf(): Reload | null {
  if (options.hup !== '') return reloadByCommand(options.hup);
  const { pid } = target;
  if (pid === null || options.models === '') return null;
  return async () => process.kill(pid, 'SIGHUP');
}

const requests = await learnGoodRequests(target);
const descriptorsOf = async (): Promise<number | null> =>
  (await readMetrics(target))?.get('process_open_fds') ?? null;
const descriptorsAtStart = await descriptorsOf();
const good = new GoodClients(target, requests, seededRandom(options.seed), options.good, false);
good.start();
const reload = reloadOf();
const load = new SoakLoad(target, seededRandom(options.seed + 1), {
  prompts: options.prompts,
  promptBytesMax: options['prompt-max'],
  dyingPerSecond: options.dying,
  viewers: options.viewers,
  hup: reload === null ? null : { everyMs: options['hup-every'] * 1_000, reload },
});

const samples: number[] = [];
let missing = 0;
const startedAt = performance.now();
let minuteAt = startedAt + MINUTE_MS;
for (let next = startedAt + SAMPLE_MS; next <= startedAt + options.minutes * MINUTE_MS; next += SAMPLE_MS) {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
  if (target.exit() !== null) break;
  const bytes = bytesOf(await readMemory(target));
  if (bytes === null) missing++;
  else samples.push(bytes);
  if (performance.now() < minuteAt) continue;
  minuteAt += MINUTE_MS;
  const { answered, refused, lost } = good.counts;
  const { prompts, dying, scrapes, reloads, lost: lostElsewhere, failed } = load.counts;
  say(
    `${Math.round((performance.now() - startedAt) / MINUTE_MS)} min: ${inMib(bytes)} MiB; ` +
      `good ${answered}, refused ${refused}, lost ${lost + lostElsewhere}; prompts ${prompts}, dying ${dying}; ` +
      `scrapes ${scrapes}, reloads ${reloads}, failed ${failed}; descriptors ${(await descriptorsOf()) ?? '?'}`,
  );
}
if (target.exit() === null) await Promise.all([good.stop(), load.stop()]);
const slotsLeft = target.exit() === null ? await waitForFreeSlots(target, FREE_MS_MAX) : null;
// The end of a connection may be known to the server a little later than to its client.
let descriptorsAtEnd = target.exit() === null ? await descriptorsOf() : null;
for (
  let waitedMs = 0;
  waitedMs < CLOSED_MS_MAX && (descriptorsAtEnd ?? 0) > (descriptorsAtStart ?? 0);
  waitedMs += 500
) {
  await new Promise((resolve) => setTimeout(resolve, 500));
  descriptorsAtEnd = await descriptorsOf();
}

const half = samples.length >> 1;
const [first, second] = [median(samples.slice(0, half)), median(samples.slice(half))];
const exit = target.exit();
const lost = good.counts.lost + load.counts.lost;
const summary = {
  minutes: options.minutes,
  good: { ...good.counts },
  load: load.counts,
  memoryMib: {
    firstHalf: inMib(first),
    secondHalf: inMib(second),
    ratio: Number((second / first).toFixed(4)),
  },
  samples: { taken: samples.length, missing },
  descriptors: { start: descriptorsAtStart, end: descriptorsAtEnd },
  slotsLeft,
  serverExit:
    exit === null ? null : { code: exit.code, signal: exit.signal, stderr: exit.stderr.slice(-2_000) },
};
say(JSON.stringify(summary, null, 2));
await target.stop();
const fine =
  exit === null &&
  lost + missing + load.counts.failed === 0 &&
  slotsLeft === 0 &&
  descriptorsAtStart !== null &&
  descriptorsAtEnd !== null &&
  descriptorsAtEnd <= descriptorsAtStart &&
  second <= first * GROWTH_RATIO_MAX;
process.exit(fine ? 0 : 1);
