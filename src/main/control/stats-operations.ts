/**
 * What the operations of the control API that tell of statistics do: of this instance, with its peers, or for another one. Main thread.
 */
import { setImmediate } from 'node:timers/promises';
import type { InstanceFigures, StatsAnswer } from '../../shared/answers/control-answers.js';
import type { SharedState } from '../../shared/state.js';
import type { OwnCounts, PeerSum } from '../peers/peer-sum.js';
import { writeReport } from '../peers/report.js';
import type { Recorder } from '../records/recorder.js';
import type { RecordsElsewhere } from '../records/records-elsewhere.js';
import type { Statistics } from '../records/statistics.js';
import type { ServingGate } from './gate.js';
import { type ControlReply, type ControlRequest, JsonLines, wrong } from './request.js';

export interface StatsOperations {
  /** At once where one thread serves and no peers are asked. */
  readStats(request: ControlRequest): ControlReply | Promise<ControlReply>;
  readReport(): Promise<ControlReply>;
}

export interface StatsParts {
  readonly state: SharedState;
  readonly recorder: Recorder;
  readonly gate: ServingGate;
  /** What other threads have recorded; null where one serves. */
  readonly elsewhere: RecordsElsewhere | null;
  /** Who this is, to whoever sums instances. */
  readonly instance: string;
  /** Sums the peers with this instance; null where none are set. */
  readonly peers: PeerSum | null;
}

export function statsOperations(parts: StatsParts): StatsOperations {
  const { recorder, elsewhere, peers } = parts;
  const { statistics } = recorder;
  /** Of all threads, in statistics that nobody else has. */
  const own = async (): Promise<OwnCounts> => {
    const all = statistics.withOthers((await elsewhere?.statistics()) ?? []);
    return { figures: figuresOf(parts, all), statistics: all };
  };
  return {
    readStats({ parameter }) {
      const wanted = parameter('peers');
      if (wanted === 'sum' && peers !== null) return peers.read(own).then(done);
      if (wanted !== '') return wrong([peersProblem(wanted)]);
      if (elsewhere === null) return done(stats(parts, statistics));
      return own().then((all) => done(stats(parts, all.statistics)));
    },
    async readReport() {
      const { figures, statistics: all } = await own();
      return done(new JsonLines(await writeReport(figures, all, setImmediate)));
    },
  };
}

function done(body: object): ControlReply {
  return { status: 200, body };
}

function peersProblem(wanted: string): string {
  return wanted === 'sum'
    ? 'peers: expected PEERS to name the other instances, got a server without it'
    : `peers: expected sum, got ${JSON.stringify(wanted.slice(0, 60))}`;
}

function figuresOf({ state, gate, instance }: StatsParts, { since }: Statistics): InstanceFigures {
  return {
    instance,
    since: since.toISOString(),
    in_flight: state.active,
    peak_in_flight: state.peak,
    cap: state.slotsMax,
    draining: gate.isDraining,
  };
}

function stats(parts: StatsParts, statistics: Statistics): StatsAnswer {
  const { instance: _, ...figures } = figuresOf(parts, statistics);
  return { ...figures, ...statistics.read() };
}
