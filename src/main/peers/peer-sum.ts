/**
 * Sums what this instance and its peers have counted. Main thread; nothing that serves waits for it. A peer is asked for what it has
 * counted itself, and asks nobody for it: there are no circles. Each instance counts once, however many names it has.
 */
import { setImmediate } from 'node:timers/promises';
import type { PeerPlace } from '../../config/values/peers.js';
import type { InstanceFigures, PeerAnswer, StatsSumAnswer } from '../../shared/answers/control-answers.js';
import type { Statistics } from '../records/statistics.js';
import { askPeer, type OpenPeer } from './ask-peer.js';
import { findPeers, type PeerAddress, type Resolvers, type Unfound } from './find-peers.js';
import { LINES_PER_TURN, type Report } from './report.js';

/** For the resolvers together, and for each peer. */
const FIND_WITHIN_MS = 2_000;
const ASK_WITHIN_MS = 2_000;
/** Two rounds at the most, so that all of it ends before `ctl` gives up. */
const ASKED_AT_ONCE = 16;

export interface PeerSumOptions {
  readonly places: readonly PeerPlace[];
  /** Of peers that are found by name. */
  readonly scheme: 'http' | 'https';
  readonly resolvers: Resolvers;
  readonly open: OpenPeer;
  /** AbortSignal.timeout, unless a test has another clock. */
  readonly deadline: (ms: number) => AbortSignal;
}

/** What this instance has counted, in statistics that nobody else has. */
export interface OwnCounts {
  readonly figures: InstanceFigures;
  readonly statistics: Statistics;
}

interface Asked {
  readonly url: string;
  readonly told:
    | { readonly ok: true; readonly report: Report }
    | { readonly ok: false; readonly error: string };
}

export class PeerSum {
  #running: Promise<StatsSumAnswer> | null = null;

  constructor(private readonly options: PeerSumOptions) {}

  /** One sum at a time: who asks while one is made gets that one. `own` is asked last. */
  read(own: () => Promise<OwnCounts>): Promise<StatsSumAnswer> {
    this.#running ??= this.#read(own).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #read(own: () => Promise<OwnCounts>): Promise<StatsSumAnswer> {
    const { places, resolvers, scheme, deadline } = this.options;
    const found = await findPeers(places, resolvers, scheme, deadline(FIND_WITHIN_MS));
    const asked = await this.#askAll(found);
    const { figures, statistics } = await own();
    const instances = [figures];
    for (const { told } of asked) {
      if (!told.ok || instances.some(({ instance }) => instance === told.report.figures.instance)) continue;
      instances.push(told.report.figures);
      await add(statistics, told.report);
    }
    return answerOf(statistics, instances, asked.map(peerAnswer));
  }

  /** In the order of `found`. */
  async #askAll(found: readonly (PeerAddress | Unfound)[]): Promise<readonly Asked[]> {
    const { open, deadline } = this.options;
    const asked = new Array<Asked>(found.length);
    const queue = found.entries();
    const askOneByOne = async (): Promise<void> => {
      for (const [at, peer] of queue) {
        asked[at] = {
          url: peer.url,
          told:
            'error' in peer
              ? { ok: false, error: peer.error }
              : await askPeer(open, peer, deadline(ASK_WITHIN_MS), ASK_WITHIN_MS),
        };
      }
    };
    await Promise.all(Array.from({ length: ASKED_AT_ONCE }, askOneByOne));
    return asked;
  }
}

async function add(statistics: Statistics, { groups, statuses }: Report): Promise<void> {
  statistics.addStatuses(statuses);
  for (const [at, { kind, name, dump }] of groups.entries()) {
    if (at % LINES_PER_TURN === LINES_PER_TURN - 1) await setImmediate();
    statistics.addGroup(kind, name, dump);
  }
}

function peerAnswer({ url, told }: Asked): PeerAnswer {
  return told.ok
    ? { url, ok: true, instance: told.report.figures.instance, error: null }
    : { url, ok: false, instance: null, error: told.error };
}

function answerOf(
  statistics: Statistics,
  instances: readonly InstanceFigures[],
  peers: readonly PeerAnswer[],
): StatsSumAnswer {
  const sum = (name: 'in_flight' | 'peak_in_flight' | 'cap'): number =>
    instances.reduce((total, one) => total + one[name], 0);
  const [since] = instances.map((one) => one.since).sort() as [string];
  const { since: _, ...counted } = statistics.read();
  return {
    since,
    in_flight: sum('in_flight'),
    peak_in_flight: sum('peak_in_flight'),
    cap: sum('cap'),
    draining: instances.every(({ draining }) => draining),
    instances,
    peers,
    ...counted,
  };
}
