// Owns: one run of autocannon: reads a LoadPlan as JSON from its argument, prints a LoadResult as JSON.
// Must never: believe autocannon's own percentiles. They are whole milliseconds; ours come from every single answer.

import autocannon from 'autocannon';
import { max, min, quantileSorted } from 'simple-statistics';
import { NUMBER_MARK } from '../servers/work.js';
import type { Latencies, LoadPlan, LoadResult } from './load.js';

interface Tally {
  readonly answeredMs: number[];
  readonly refusedMs: number[];
  sent: number;
  wrong: number;
  connectErrors: number;
  timeouts: number;
  lastAnswerMs: number;
}

const plan = JSON.parse(process.argv[2] ?? 'null') as LoadPlan;
process.stdout.write(JSON.stringify(await run(plan)));

async function run(plan: LoadPlan): Promise<LoadResult> {
  const tally: Tally = {
    answeredMs: [],
    refusedMs: [],
    sent: 0,
    wrong: 0,
    connectErrors: 0,
    timeouts: 0,
    lastAnswerMs: 0,
  };
  const startedMs = performance.now();
  const cpuBefore = process.cpuUsage();
  await autocannon({
    url: `http://127.0.0.1:${plan.port}${plan.path}`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: plan.body,
    idReplacement: plan.body.includes(NUMBER_MARK),
    connections: plan.connections,
    timeout: plan.timeoutMs / 1_000,
    verifyBody: (body) => isRight(String(body)),
    setupClient: (client) => count(client, tally, startedMs),
    ...(plan.requests.kind === 'for'
      ? { duration: plan.requests.durationMs / 1_000 }
      : { amount: plan.connections }),
  });
  const cpu = process.cpuUsage(cpuBefore);
  const wholeMs = performance.now() - startedMs;
  const ended = tally.answeredMs.length + tally.refusedMs.length + tally.wrong;
  const steady = plan.requests.kind === 'for';
  return {
    sent: steady ? ended : tally.sent,
    answered: tally.answeredMs.length,
    refused: tally.refusedMs.length,
    wrong: tally.wrong,
    connectErrors: tally.connectErrors,
    // A connection that breaks off is told by nothing but the answer that it lacks.
    readErrors: steady ? 0 : Math.max(0, tally.sent - ended - tally.timeouts),
    timeouts: tally.timeouts,
    elapsedMs: steady || tally.lastAnswerMs === 0 ? wholeMs : tally.lastAnswerMs,
    answeredLatency: latenciesOf(tally.answeredMs),
    refusedLatency: latenciesOf(tally.refusedMs),
    cpuShare: (cpu.user + cpu.system) / 1_000 / wholeMs,
  };
}

function count(client: autocannon.Client, tally: Tally, startedMs: number): void {
  // The types know only some of the events.
  const events: NodeJS.EventEmitter = client;
  let answered = false;
  events.on('request', () => {
    tally.sent += 1;
  });
  events.on('response', (status: number, _bytes: number, durationMs: number) => {
    tally.lastAnswerMs = performance.now() - startedMs;
    answered = status === 200;
    if (answered) tally.answeredMs.push(durationMs);
    else if (status === 503) tally.refusedMs.push(durationMs);
    else tally.wrong += 1;
  });
  events.on('mismatch', () => {
    if (!answered) return;
    tally.answeredMs.pop();
    tally.wrong += 1;
  });
  events.on('connError', () => {
    tally.connectErrors += 1;
  });
  events.on('timeout', () => {
    tally.timeouts += 1;
  });
}

function isRight(body: string): boolean {
  const { contains, events } = plan.answer;
  if (contains === null) return true;
  return body.includes(contains) && (events === 0 || body.split('data: ').length - 1 === events);
}

function latenciesOf(allMs: number[]): Latencies | null {
  if (allMs.length === 0) return null;
  const sorted = Float64Array.from(allMs).sort() as unknown as number[];
  return {
    minMs: min(sorted),
    p50Ms: quantileSorted(sorted, 0.5),
    p99Ms: quantileSorted(sorted, 0.99),
    maxMs: max(sorted),
  };
}
