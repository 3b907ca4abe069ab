// Owns: what we want of a published run, as data. Must never: decide whether it was reached; goal-verdicts.ts does.

import type { FigureName } from './figures.js';
import type { ScenarioName } from './results.js';

export type Goal =
  | {
      readonly kind: 'ratio';
      readonly scenario: ScenarioName;
      /** Null: the largest step that both servers have figures of. */
      readonly step: string | null;
      readonly figure: FigureName;
      readonly rival: string;
      /** How many times better ours has to be. */
      readonly times: number;
      /** Fewer cores have nothing to show of it. */
      readonly coresMin?: number;
      readonly text: string;
    }
  | { readonly kind: 'cap-exact'; readonly text: string }
  | { readonly kind: 'most-events'; readonly text: string };

function throughput(rival: string, rivalTitle: string, times: number): Goal {
  return {
    kind: 'ratio',
    scenario: 'throughput',
    step: 'keep-alive-64',
    figure: 'answers_per_second',
    rival,
    times,
    text: `Answers/s on 64 keep-alive connections: at least ${times} × ${rivalTitle}`,
  };
}

/** What further threads may cost at the most: so many times what it costs with one. */
function threads(
  scenario: ScenarioName,
  step: string | null,
  figure: FigureName,
  most: number,
  what: string,
): Goal {
  return {
    kind: 'ratio',
    scenario,
    step,
    figure,
    rival: 'ours-one-thread',
    times: 1 / most,
    coresMin: 2,
    text: `${what}, a thread for each core: at most ${most} × that with one thread`,
  };
}

export const GOALS: readonly Goal[] = [
  throughput('node-http', 'node:http', 2.2),
  throughput('fastify', 'Fastify', 2.5),
  throughput('aimock', 'aimock', 12),
  {
    kind: 'ratio',
    scenario: 'density',
    step: null,
    figure: 'bytes_per_held_request',
    rival: 'node-http',
    times: 6,
    text: 'Bytes of the process per held request: at most 1/6 of node:http',
  },
  {
    kind: 'ratio',
    scenario: 'density',
    step: null,
    figure: 'bytes_per_held_request',
    rival: 'hyper',
    times: 2,
    text: 'Bytes of the process per held request: at most half of hyper, tokio (Rust)',
  },
  threads('throughput', 'keep-alive-512', 'server_cpu_us_per_answer', 1.05, 'Processor time for one answer'),
  threads('density', null, 'bytes_per_held_request', 1.1, 'Bytes of the process per held request'),
  {
    kind: 'ratio',
    scenario: 'connect-storm',
    step: null,
    figure: 'connect_p99_ms',
    rival: 'bare-uws',
    times: 1,
    text: 'A storm of connects: p99 of the connect at most that of bare uWebSockets.js',
  },
  { kind: 'cap-exact', text: 'The cap is exact: never one admitted beyond it, never one refused below it' },
  { kind: 'most-events', text: 'Streaming: more events/s than any other server' },
];
