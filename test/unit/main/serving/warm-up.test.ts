import type { us_socket } from 'uWebSockets.js';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { loadUWebSockets } from '../../../../dist/main/listeners/load-uwebsockets.js';
import { WarmUp } from '../../../../dist/main/serving/warm-up.js';
import { Defects } from '../../../../dist/shared/defects.js';
import { SharedState } from '../../../../dist/shared/state.js';
import type { WorkPool } from '../../../../dist/workers/work-pool.js';
import { type Settings, testConfig } from '../../../support/in-process.js';

const uws = loadUWebSockets();
/** Nothing that is asked needs a worker. */
const workPool = {} as WorkPool;

interface Warming {
  readonly warmUp: WarmUp;
  readonly state: SharedState;
  /** How many were answered as they should. */
  readonly ended: Promise<number>;
  /** The ports that were opened. */
  readonly ports: number[];
}

function warm(settings: Settings, state = SharedState.create(10)): Warming {
  const ports: number[] = [];
  const seen = {
    ...uws,
    us_socket_local_port(socket: us_socket) {
      const port = uws.us_socket_local_port(socket);
      ports.push(port);
      return port;
    },
  };
  const defects = new Defects({ state, onDefect: assert.fail, now: () => performance.now() });
  let warmUp!: WarmUp;
  const ended = new Promise<number>((resolve) => {
    warmUp = new WarmUp({
      uws: seen,
      config: testConfig({ WARM_UP: 'true', ...settings }),
      state,
      workPool,
      defects,
      onEnd: resolve,
    });
  });
  return { warmUp, state, ended, ports };
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const refused = once(socket, 'error').then(() => false);
  const open = await Promise.race([once(socket, 'connect').then(() => true), refused]);
  socket.destroy();
  return open;
}

async function opened(ports: readonly number[], count: number): Promise<void> {
  while (ports.length < count) await new Promise((resolve) => setImmediate(resolve));
}

test('all that a thread asks itself is answered, nothing of it is counted, and its port is closed', async () => {
  const { state, ended, ports } = warm({});
  const before = Buffer.from(SharedState.create(10).buffer);
  assert.equal(await ended, 2_000);
  assert.equal(Buffer.from(state.buffer).equals(before), true);
  assert.equal(ports.length, 1);
  assert.equal(await isOpen(ports[0] as number), false);
});

test('whatever the settings are, it is answered', async () => {
  const settings: Settings[] = [
    {
      API_KEY: 'k',
      ADMIN_KEY: 'a',
      RATE_LIMITS: 'all: 1 requests/min',
      QUEUE_SIZE: '1',
      MAX_CONCURRENT: '1',
    },
    { MAX_BODY_BYTES: '1', FAULTS: '100%:500', MAX_MODEL_LEN: '1', ALLOWED_HOSTS: 'mock.test' },
    { USAGE: 'exact', PREFIX_CACHE: 'on', COMPRESS_ANSWERS: 'auto', CORS_ORIGIN: '*', SEED: '7' },
    { RESPONSE_CONTENT: 'echo', STRICT_MODELS: 'true', INTER_TOKEN_LATENCY: '1h', MODELS: 'gpt-4o' },
  ];
  for (const given of settings) assert.equal(await warm(given).ended, 2_000, JSON.stringify(given));
});

test('it waits while somebody is served, and goes on with the rest when nobody is', async () => {
  const busy = SharedState.create(10);
  busy.tryAcquireSlot();
  const waiting = warm({}, busy);
  const other = warm({});
  // Both wait for the same time: by now the first one has looked as well.
  await opened(other.ports, 1);
  assert.equal(waiting.ports.length, 0);
  busy.releaseSlot();
  await opened(waiting.ports, 1);
  busy.tryAcquireSlot();
  while (await isOpen(waiting.ports[0] as number));
  busy.releaseSlot();
  const answered = await waiting.ended;
  // Those that were under way when somebody came are lost.
  assert.equal(answered <= 2_000 && answered >= 2_000 - 16, true, String(answered));
  assert.equal(waiting.ports.length, 2);
  assert.equal(await other.ended, 2_000);
});

test('it may be ended at any time, more than once', async () => {
  const early = warm({});
  early.warmUp.stop();
  const { warmUp, ended, ports } = warm({});
  await opened(ports, 1);
  warmUp.stop();
  warmUp.stop();
  assert.equal((await ended) < 2_000, true);
  assert.equal(await isOpen(ports[0] as number), false);
  assert.deepEqual(early.ports, []);
});

test('WARM_UP=false leaves it out', async () => {
  const left = warm({ WARM_UP: 'false' });
  const other = warm({});
  await other.ended;
  assert.deepEqual(left.ports, []);
});
