// Owns: the descriptors of all servers but ours: what is measured, how it is started, what it can do.
// Must never: run a server; those on Node.js have an entry script of their own beside this file, the compiled ones a program.

import { binaryOf, HYPER_SERVER, LLMSIM, type NativeProgram, VIDAIMOCK } from '../native/programs.js';
import { hyperEnvironment } from './hyper-environment.js';
import { llmsimConfig, wordsSaidIn } from './pieces.js';
import type { BenchServer } from './server.js';
import { environmentOf, PATH, TEXT, type Work } from './work.js';

type Facts = Pick<BenchServer, 'name' | 'title' | 'packageName'> &
  Partial<Omit<BenchServer, 'name' | 'title' | 'packageName'>>;

const EVERYTHING: BenchServer['can'] = {
  read: true,
  cap: true,
  delay: true,
  stream: true,
  metrics: true,
  faults: false,
  usage: true,
  tools: false,
  atOnce: true,
};
const NOTHING: BenchServer['can'] = {
  read: false,
  cap: false,
  delay: false,
  stream: false,
  metrics: false,
  faults: false,
  usage: false,
  tools: false,
  atOnce: true,
};

export const RIVALS: readonly BenchServer[] = [
  rival({
    name: 'bare-uws',
    title: 'bare uWS (the floor)',
    packageName: null,
    can: { ...NOTHING, cap: true, delay: true, stream: true, usage: true },
    work: 'floor',
  }),
  compiled(HYPER_SERVER, {
    name: 'hyper',
    title: 'hyper, tokio (Rust)',
    can: { ...EVERYTHING, metrics: false },
    command: [binaryOf(HYPER_SERVER)],
    environment: (work) => ({ ...environmentOf(work), ...hyperEnvironment(work) }),
  }),
  rival({ name: 'node-http', title: 'node:http', packageName: null }),
  rival({ name: 'fastify', title: 'Fastify', packageName: 'fastify' }),
  rival({ name: 'express', title: 'Express', packageName: 'express' }),
  rival({ name: 'hono', title: 'Hono', packageName: 'hono' }),
  rival({ name: 'koa', title: 'Koa', packageName: 'koa' }),
  rival({
    name: 'aimock',
    title: 'aimock',
    packageName: '@copilotkit/aimock',
    can: { ...EVERYTHING, cap: false },
    sameBytes: false,
    work: 'same-words',
  }),
  compiled(LLMSIM, {
    name: 'llmsim',
    title: 'llmsim (Rust)',
    can: { ...NOTHING, read: true, delay: true, stream: true, usage: true, atOnce: false },
    path: `/openai${PATH}`,
    sameBytes: false,
    // It sends its usage with the last event, asked for or not.
    usageIsAnEvent: false,
    work: 'same-words',
    // A pipe: it reads its settings of delays from a file, and from nothing else. It prints every request, whatever RUST_LOG says: read by
    // a container's log driver, that is work for another core.
    command: shell(`exec ${binaryOf(LLMSIM)} serve --config /dev/fd/3 3<<END >/dev/null\n$BENCH_CONFIG\nEND`),
    environment: (work) => ({ BENCH_CONFIG: llmsimConfig(work) }),
  }),
  compiled(VIDAIMOCK, {
    name: 'vidaimock',
    title: 'VidaiMock (Rust)',
    can: { ...NOTHING, read: true, delay: true, stream: true, metrics: true, usage: true, atOnce: false },
    sameBytes: false,
    // No role; the finish and the end.
    eventsBesideTokens: 2,
    work: 'same-words',
    // Its pace is 20 ms a word where nothing else is asked for: that of the bench. It may use as many threads as processors.
    command: shell(
      `exec ${binaryOf(VIDAIMOCK)} --host 127.0.0.1 --port "$BENCH_PORT" --latency "$BENCH_DELAY_MS" --workers "$(nproc)" ` +
        '--config-dir bench/native/vidaimock',
    ),
    environment: (work) => ({
      ...environmentOf(work),
      BENCH_SAID: work.tokens === 0 ? TEXT : wordsSaidIn(work.tokens),
    }),
  }),
  rival({
    name: 'mock-llm',
    title: 'mock-llm',
    packageName: '@dwmkerr/mock-llm',
    can: { ...NOTHING, read: true, stream: true },
    sameBytes: false,
    // The role comes with the first token, the finish with the last.
    eventsBesideTokens: 1,
    work: 'same-words',
  }),
];

function rival(facts: Facts): BenchServer {
  const { name } = facts;
  return {
    can: EVERYTHING,
    native: null,
    path: PATH,
    sameBytes: true,
    eventsBesideTokens: 3,
    usageIsAnEvent: true,
    work: 'same',
    coresMin: 1,
    command: ['node', `bench/dist/servers/${name}.js`],
    environment: (work: Work) => ({ NODE_ENV: 'production', ...environmentOf(work) }),
    ...facts,
  };
}

function compiled(native: NativeProgram, facts: Omit<Facts, 'packageName'>): BenchServer {
  return rival({ ...facts, packageName: null, native });
}

/** The shell becomes the server: what is measured is one process. */
function shell(script: string): readonly string[] {
  return ['sh', '-c', script];
}
