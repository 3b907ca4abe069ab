/**
 * A rolling restart of three servers behind the files of deploy/load-balancer/, under load that goes on all the time: kept-alive
 * clients, clients that connect anew, and streams; and under 2,000 streams that are always there. Nothing is lost.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFileDescriptorLimit } from '../../dist/telemetry/limits/file-descriptors.js';
import { BALANCERS, type Cluster, chatsAnswered, startCluster } from '../support/balancers.js';
import { activeRequests } from '../support/in-flight.js';
import { type LoadParts, startLoad } from '../support/mixed-load.js';
import { until } from '../support/until.js';

/** What the files say that each is to be started with. */
const SHUTDOWN_DELAY = '3s';
const STREAMS = 2_000;
/** A balancer has two for each stream, and some of its own. */
const DESCRIPTORS = 2 * STREAMS + 1_000;
/** A machine may be slow: then streams take longer, and none is to be cut for that. */
const MANY_MS_MAX = 300_000;

interface Case {
  readonly name: string;
  readonly parts: LoadParts;
  readonly settings: Readonly<Record<string, string>>;
  /** Requests that all servers together have in flight when one is told to end, at the least. */
  readonly heldMin: number;
  /** False, or why it cannot be run here. */
  readonly skip: string | false;
}

const CASES: readonly Case[] = [
  {
    name: 'load of all kinds',
    parts: { keptAlive: 30, connecting: 15, streaming: 15 },
    settings: { RESPONSE_DELAY: '250ms' },
    heldMin: 0,
    skip: false,
  },
  {
    name: `${STREAMS} streams`,
    // Five to fifteen seconds each, so that they do not all end at once, of few events: it is streams that are to be many.
    parts: { keptAlive: 0, connecting: 0, streaming: STREAMS, streamed: 'm' },
    settings: {
      TIME_TO_FIRST_TOKEN: '1s',
      INTER_TOKEN_LATENCY: '1s',
      OUTPUT_TOKENS: 'uniform(5,15)',
      MAX_CONCURRENT: String(STREAMS),
      SHUTDOWN_GRACE_SECONDS: '120',
    },
    heldMin: 0.75 * STREAMS,
    skip: tooFewDescriptors(),
  },
];

function tooFewDescriptors(): string | false {
  const limit = readFileDescriptorLimit() ?? Number.POSITIVE_INFINITY;
  return limit < DESCRIPTORS && `${DESCRIPTORS} descriptors are needed, and there are ${limit}`;
}

async function inFlight({ servers }: Cluster): Promise<number> {
  const each = await Promise.all(servers.map(activeRequests));
  return each.reduce((sum, one) => sum + one, 0);
}

/** Gives back how many requests were in flight at each server when it was told to end. */
async function restartEach(cluster: Cluster, heldMin: number): Promise<number[]> {
  const { servers, restart } = cluster;
  const heldAtEnd: number[] = [];
  for (const [index, server] of servers.entries()) {
    await until(async () => (await inFlight(cluster)) >= heldMin, `${heldMin} are in flight`, MANY_MS_MAX);
    heldAtEnd.push(await activeRequests(server));
    server.child.kill('SIGTERM');
    assert.equal((await server.exited).code, 0);
    await restart(index);
    // In use again, before the next one goes.
    const again = servers[index] as typeof server;
    await until(async () => (await chatsAnswered(again)) > 20, 'it is used again', MANY_MS_MAX);
  }
  return heldAtEnd;
}

for (const balancer of BALANCERS) {
  for (const { name, parts, settings, heldMin, skip } of CASES) {
    test(`a rolling restart behind ${balancer.name} under ${name} loses nothing`, {
      skip: balancer.missing || skip,
    }, async (t) => {
      const cluster = await startCluster(balancer, { SHUTDOWN_DELAY, ...settings });
      const load = startLoad(cluster.url, parts);
      const clients = parts.keptAlive + parts.connecting + parts.streaming;
      await until(() => load.answered() >= clients, 'the load runs', MANY_MS_MAX);
      const heldAtEnd = await restartEach(cluster, heldMin);
      const { answered, failures } = await load.stop();
      t.diagnostic(
        `${clients} clients, ${heldAtEnd.join(', ')} requests in flight at each server that was told to end: ` +
          `${answered} answered, ${failures.length} failed`,
      );
      assert.deepEqual(failures.slice(0, 5), []);
    });
  }
}
