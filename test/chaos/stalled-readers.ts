// The command `npm run test:readers`: thousands of clients that ask for the longest answers and read nothing (or, with
// --read, read all), with plain requests beside them. Owns: its options, its phases and its verdict.

import { StalledReader } from '../support/stalled-reader.js';
import { bytesOf, inMib, readMemory, readMetrics, waitForFreeSlots } from './figures.js';
import { embeddingsRequest, LONGEST_ANSWERS, longestRequest } from './longest-answers.js';
import { MemoryWatch } from './memory-watch.js';
import { readOptions } from './options.js';
import { inWords, startPunctual } from './punctual.js';
import { countStatuses, inBatches, readAll } from './readers.js';
import { openTarget, TARGET_OPTIONS } from './target.js';

const FREE_MS_MAX = 90_000;
const WARM_UP_MS = 3_000;

const options = readOptions('Clients that ask for much and read nothing, beside plain ones.', {
  ...TARGET_OPTIONS,
  readers: { fallback: 1_000, help: 'clients that ask for much' },
  api: { fallback: 'all', help: `all, or some of ${[...LONGEST_ANSWERS.keys()].join(',')}` },
  rate: { fallback: 500, help: 'readers that come in a second' },
  hold: { fallback: 20, help: 'seconds for which all are there' },
  after: { fallback: 60, help: 'seconds after which memory is read once more' },
  read: { fallback: false, help: 'the readers read all: embeddings of --inputs and --dimensions' },
  inputs: { fallback: 256, help: 'with --read' },
  dimensions: { fallback: 1_536, help: 'with --read' },
  delay: { fallback: 10_000, help: 'with --read: milliseconds for which answers are held back' },
  plain: { fallback: 50, help: 'plain clients beside them' },
  'p99-max': {
    fallback: 0,
    help: 'fail when the plain ones are later than these milliseconds; 0 does not ask',
  },
  'growth-max': { fallback: 0, help: 'fail when memory grows by more MiB; 0 does not ask' },
  set: { fallback: '', help: 'more settings of a server that is started: A=1,B=2' },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const more =
  options.set === '' ? [] : options.set.split(',').map((pair) => pair.split('=') as [string, string]);
const target = await openTarget(options, {
  MAX_CONCURRENT: String(options.readers + options.plain + 50),
  ...Object.fromEntries(more),
});
const warm = startPunctual(target, options.plain, 200);
await wait(WARM_UP_MS);
say(`plain clients alone: ${inWords(await warm())}`);
const startBytes = bytesOf(await readMemory(target));
say(`start: ${inMib(startBytes)} MiB`);

const watch = new MemoryWatch(target);
const stopPunctual = startPunctual(target, options.plain, 200);
const rate = Math.max(1, Math.round(options.rate / 10));
let statuses: ReadonlyMap<string, number>;
if (options.read) {
  const request = embeddingsRequest(options.inputs, options.dimensions, target.apiKey, options.delay);
  statuses = await readAll(target, request, options.readers, rate);
} else {
  const names = options.api === 'all' ? [...LONGEST_ANSWERS.keys()] : options.api.split(',');
  const requests = names.map((name) => longestRequest(name, target.apiKey));
  const readers: StalledReader[] = [];
  await inBatches(options.readers, rate, (index) => {
    readers.push(new StalledReader(target.peer, target.port, requests[index % requests.length] as string));
    return (readers.at(-1) as StalledReader).opened;
  });
  say(`all ${readers.length} have asked: ${inMib(bytesOf(await readMemory(target)))} MiB`);
  await wait(options.hold * 1_000);
  const active = (await readMetrics(target))?.get('llm_mock_active_requests');
  say(
    `after ${options.hold} s: ${inMib(bytesOf(await readMemory(target)))} MiB, ${active ?? '?'} slots taken`,
  );
  statuses = await countStatuses(readers);
}
const lateness = await stopPunctual();
await watch.stop();
const stillActive = await waitForFreeSlots(target, FREE_MS_MAX);
say(`readers by status: ${JSON.stringify(Object.fromEntries(statuses))}`);
say(`plain clients beside them: ${inWords(lateness)}`);
await wait(target.exit() === null ? options.after * 1_000 : 0);
const endBytes = target.exit() === null ? bytesOf(await readMemory(target)) : null;
const exit = target.exit();
const summary = {
  readers: options.readers,
  statuses: Object.fromEntries(statuses),
  plain: lateness,
  memoryMib: { start: inMib(startBytes), peak: inMib(watch.peakBytes), later: inMib(endBytes) },
  healthSilent: watch.silent,
  slotsLeft: stillActive,
  serverExit:
    exit === null ? null : { code: exit.code, signal: exit.signal, stderr: exit.stderr.slice(-2_000) },
};
say(JSON.stringify(summary, null, 2));
await target.stop();
const grownMib = (watch.peakBytes - (startBytes ?? 0)) / 1_048_576;
const fine =
  exit === null &&
  lateness.lost === 0 &&
  stillActive === 0 &&
  endBytes !== null &&
  (!options.read || statuses.get('whole') === options.readers) &&
  (options['p99-max'] === 0 || lateness.p99Ms <= options['p99-max']) &&
  (options['growth-max'] === 0 || grownMib <= options['growth-max']);
process.exit(fine ? 0 : 1);
