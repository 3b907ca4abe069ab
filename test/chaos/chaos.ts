// The command `npm run test:chaos`: clients that die in every way and at every moment, beside good ones, round after round.
// Owns: its options, its rounds and its verdict. Must never: end well when anything was lost.

import { seededRandom } from '../support/seeded-random.js';
import { runCrowd } from './crowd.js';
import { type CapCheck, checkCap } from './exact-cap.js';
import { bytesOf, inMib, readMemory, readThreads, waitForFreeSlots } from './figures.js';
import { GoodClients } from './good-clients.js';
import { learnGoodRequests } from './good-requests.js';
import { MemoryWatch } from './memory-watch.js';
import { readOptions } from './options.js';
import { openTarget, TARGET_OPTIONS } from './target.js';

/** A slot that is held so long after the last client has gone is late, and after the longer time it is leaked. */
const LATE_MS = 10_000;
const LEAKED_MS = 80_000;

const options = readOptions(
  'Chaotic clients beside good ones: no slot, and no answer of another, is ever lost.',
  {
    ...TARGET_OPTIONS,
    clients: { fallback: 20_000, help: 'chaotic clients in all' },
    round: { fallback: 10_000, help: 'clients after which slots and cap are checked' },
    'at-once': { fallback: 1_500, help: 'chaotic clients at the same time' },
    good: { fallback: 64, help: 'good clients at the same time' },
    cap: { fallback: 250, help: 'MAX_CONCURRENT of the server' },
    threads: { fallback: 1, help: 'SOCKET_THREADS of the server' },
    seed: { fallback: 1, help: 'makes the same clients again' },
  },
);

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const target = await openTarget(options, {
  MAX_CONCURRENT: String(options.cap),
  SOCKET_THREADS: String(options.threads),
  RESPONSE_DELAY_SECONDS: '0',
  API_KEY: 'chaos-key',
});
const random = seededRandom(options.seed);
const requests = await learnGoodRequests(target);
const good = new GoodClients(target, requests, seededRandom(options.seed + 1), options.good);
const startedAt = performance.now();
const startBytes = bytesOf(await readMemory(target));
const watch = new MemoryWatch(target);

const totals = { clients: 0, died: 0, answered: 0, refused: 0, lost: 0 };
const told: string[] = [];
const checks: CapCheck[] = [];
let slotsLate = 0;
let slotsLeaked = 0;
for (let round = 1; totals.clients < options.clients && target.exit() === null; round++) {
  good.start();
  const count = Math.min(options.round, options.clients - totals.clients);
  const crowd = await runCrowd(target, random, { count, atOnce: options['at-once'] });
  await good.stop();
  for (const key of ['clients', 'died', 'answered', 'refused', 'lost'] as const) totals[key] += crowd[key];
  told.push(...crowd.told);
  const late = await waitForFreeSlots(target, LATE_MS);
  slotsLate += late ?? 0;
  const leaked = late === 0 ? 0 : await waitForFreeSlots(target, LEAKED_MS);
  slotsLeaked += leaked ?? 0;
  const check = target.exit() === null ? await checkCap(target, options.cap) : null;
  if (check !== null) checks.push(check);
  const bytes = bytesOf(await readMemory(target));
  const { answered, refused, lost } = good.counts;
  say(
    `round ${round}: ${totals.clients} clients, ${totals.died} died, ${totals.answered} answered, ` +
      `${totals.refused} refused, ${totals.lost} lost; good: ${answered} answered, ${refused} refused, ${lost} lost; ` +
      `slots late ${late ?? '?'}, leaked ${leaked ?? '?'}; cap ${check === null ? 'not checked' : `${check.answered}/${check.refused}`}; ` +
      `${inMib(bytes)} MiB, ${Math.round((performance.now() - startedAt) / 1000)} s`,
  );
}
await watch.stop();
const threads = target.exit() === null ? await readThreads(target) : null;
const endBytes = target.exit() === null ? bytesOf(await readMemory(target)) : null;
const exit = target.exit();
await target.stop();

const inexact = checks.filter(({ exact }) => !exact).length;
const summary = {
  seed: options.seed,
  tls: options.tls,
  threads,
  ...totals,
  good: { answered: good.counts.answered, refused: good.counts.refused, lost: good.counts.lost },
  slotsLate,
  slotsLeaked,
  capChecks: { done: checks.length, inexact },
  memoryMib: { start: inMib(startBytes), worst: inMib(watch.peakBytes), end: inMib(endBytes) },
  serverExit:
    exit === null ? null : { code: exit.code, signal: exit.signal, stderr: exit.stderr.slice(-2_000) },
  seconds: Math.round((performance.now() - startedAt) / 1000),
  lostInWords: [...good.counts.told, ...told].slice(0, 20),
};
say(JSON.stringify(summary, null, 2));
const fine =
  exit === null &&
  good.counts.lost + totals.lost + slotsLate + slotsLeaked + inexact === 0 &&
  good.counts.answered > 0 &&
  totals.clients === options.clients &&
  threads?.restarts === 0 &&
  (options.ports !== '' || threads.serving === options.threads);
process.exit(fine ? 0 : 1);
