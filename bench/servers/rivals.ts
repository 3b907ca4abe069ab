// Owns: the descriptors of all servers but ours: what is measured, how it is started, what it can do.
// Must never: run a server; each of them has an entry script of its own beside this file.

import type { BenchServer } from './server.js';
import { environmentOf, type Work } from './work.js';

type Facts = Pick<BenchServer, 'name' | 'title' | 'packageName'> &
  Partial<Pick<BenchServer, 'can' | 'sameBytes' | 'eventsBesideTokens'>>;

const EVERYTHING: BenchServer['can'] = {
  read: true,
  cap: true,
  delay: true,
  stream: true,
  metrics: true,
  faults: false,
};

export const RIVALS: readonly BenchServer[] = [
  rival({
    name: 'bare-uws',
    title: 'bare uWebSockets.js (the floor)',
    packageName: null,
    can: { read: false, cap: false, delay: false, stream: false, metrics: false, faults: false },
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
  }),
  rival({
    name: 'mock-llm',
    title: 'mock-llm',
    packageName: '@dwmkerr/mock-llm',
    can: { read: true, cap: false, delay: false, stream: true, metrics: false, faults: false },
    sameBytes: false,
    // The role comes with the first token, the finish with the last.
    eventsBesideTokens: 1,
  }),
];

function rival(facts: Facts): BenchServer {
  const { name } = facts;
  return {
    can: EVERYTHING,
    sameBytes: true,
    eventsBesideTokens: 3,
    ...facts,
    command: ['node', `bench/dist/servers/${name}.js`],
    environment: (work: Work) => ({ NODE_ENV: 'production', ...environmentOf(work) }),
  };
}
