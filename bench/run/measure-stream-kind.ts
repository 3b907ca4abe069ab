// Owns: the measuring of one step of stream-kinds. Must never: take a stream that was lost for one that was broken off on purpose.

import type { LoadGenerator, LoadPlan } from '../load/load.js';
import type { StreamKindStep } from '../scenarios/scenario.js';
import { MODEL, STREAM_BODY, TOOL_STREAM_BODY, USAGE_STREAM_BODY } from '../servers/work.js';
import { injectedIn, metricsOf } from './our-metrics.js';
import { processorMs } from './process-figures.js';
import { TOOL_STREAM, wholeStream } from './right-answers.js';
import type { ServerRun } from './server-run.js';
import {
  assertClean,
  assertNeverEarly,
  generatorWarnings,
  lateness,
  type StepResult,
} from './step-result.js';

const LATE_MS_MAX = 30_000;
const HALF_CUT = '50%:cut';

/** Why a server is not asked for a kind of streams; null if it is. */
export function cannotStream({ kind }: StreamKindStep, { can }: ServerRun['server']): string | null {
  if (kind === 'usage' && !can.usage) return 'cannot be asked for the usage of a stream';
  if (kind === 'tools' && !can.tools) return 'calls no tool after the schema of the request';
  if (kind === 'cut' && !can.faults) return 'has no faults that it counts';
  return null;
}

export async function measureStreamKind(
  run: ServerRun,
  load: LoadGenerator,
  step: StreamKindStep,
): Promise<StepResult> {
  const { kind, streams } = step;
  const plannedMs = run.work.tokens * run.work.tokenGapMs;
  const cut = kind === 'cut';
  const injectedBefore = cut ? injectedIn(await metricsOf(run)) : 0;
  const before = processorMs(run.pid);
  const result = await load.run(
    {
      port: run.work.port,
      path: run.server.path,
      ...asked(run, kind),
      connections: streams,
      requests: { kind: 'one-each' },
      timeoutMs: plannedMs + LATE_MS_MAX,
    },
    run.signal,
  );
  const cpuMs = processorMs(run.pid) - before;
  const injected = cut ? injectedIn(await metricsOf(run)) - injectedBefore : 0;
  // Whatever broke off was to, as often as the server counted.
  const clean =
    cut && result.readErrors === injected
      ? { ...result, sent: result.sent - injected, readErrors: 0 }
      : result;
  assertClean(clean, { lostAllowed: false, refusedAllowed: false });
  // How long a call takes follows from its arguments, which are drawn.
  const paced = kind !== 'tools';
  if (paced) assertNeverEarly(result, plannedMs);
  return {
    figures: {
      requests_count: result.sent,
      answered_count: result.answered,
      ...(cut ? { cut_count: injected } : {}),
      lost_count: clean.sent - clean.answered,
      server_cpu_us_per_answer: (cpuMs * 1_000) / streams,
      ...(paced ? lateness(result, plannedMs) : {}),
      load_generator_cpu_share: result.cpuShare,
    },
    warnings: generatorWarnings(result),
  };
}

function asked({ server, work }: ServerRun, kind: StreamKindStep['kind']): Pick<LoadPlan, 'body' | 'answer'> {
  switch (kind) {
    case 'plain':
      return { body: STREAM_BODY, answer: wholeStream(server, work.tokens) };
    case 'usage':
      return { body: USAGE_STREAM_BODY, answer: wholeStream(server, work.tokens, true) };
    case 'tools':
      return { body: TOOL_STREAM_BODY, answer: TOOL_STREAM };
    case 'cut': {
      const body = STREAM_BODY.replace(MODEL, `${MODEL};fault=${HALF_CUT}`);
      return { body, answer: wholeStream(server, work.tokens) };
    }
  }
}
