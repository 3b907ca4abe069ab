// Owns: instances that are statistics and figures alone, and a network of them that a test holds in its hand. Runs on: the test process.

import type { PeerPlace } from '../../dist/config/values/peers.js';
import type { PeerReply } from '../../dist/main/peers/ask-peer.js';
import type { Resolvers } from '../../dist/main/peers/find-peers.js';
import { type OwnCounts, PeerSum } from '../../dist/main/peers/peer-sum.js';
import { writeReport } from '../../dist/main/peers/report.js';
import { JournalEntry } from '../../dist/main/records/journal.js';
import { Statistics } from '../../dist/main/records/statistics.js';
import { ENDPOINTS } from '../../dist/shared/labels.js';
import { HandDeadlines } from './hand-deadlines.js';

export interface Seen {
  readonly model?: string | null;
  readonly endpoint?: number;
  readonly ending?: JournalEntry['ending'];
  readonly ms: number;
  readonly stream?: boolean;
}

export const CHAT = ENDPOINTS.indexOf('/v1/chat/completions');

export function add(
  statistics: Statistics,
  { model = 'm', endpoint = CHAT, ending = 200, ...seen }: Seen,
): void {
  const { ms, stream = true } = seen;
  const times = { ms, plannedMs: ms / 2, firstMs: ms / 4, plannedFirstMs: ms / 8 };
  const tokens = { promptTokens: 3, completionTokens: 5 };
  statistics.add(
    Object.assign(new JournalEntry(), { model, endpoint, ending, stream, ...times, ...tokens }),
    model,
  );
}

export function statisticsOf(seen: readonly Seen[]): Statistics {
  const statistics = new Statistics();
  for (const one of seen) add(statistics, one);
  return statistics;
}

/** What an instance tells, which has seen this. */
export function countsOf(
  instance: string,
  seen: readonly Seen[],
  figures: Partial<OwnCounts['figures']> = {},
) {
  const statistics = statisticsOf(seen);
  const said = { in_flight: 1, peak_in_flight: 2, cap: 10, draining: false, ...figures };
  return { figures: { instance, since: '2026-01-02T00:00:00.000Z', ...said }, statistics };
}

export async function reportOf({ figures, statistics }: OwnCounts): Promise<string> {
  return writeReport(figures, statistics, async () => {});
}

/** Answers with a text, in pieces of so many bytes. */
export function replyOf(text: string, status = 200, pieceBytes = 1_000): PeerReply {
  const bytes = Buffer.from(text);
  return {
    status,
    pieces: (async function* () {
      for (let from = 0; from < bytes.length; from += pieceBytes)
        yield bytes.subarray(from, from + pieceBytes);
    })(),
    close() {},
  };
}

/** Never answers, until it is given up. */
export function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

export type Answer = (signal: AbortSignal) => Promise<PeerReply>;

/** A sum over peers whose answers a test gives, by their addresses; `asked` has who was asked, in order. */
export function createRig(
  answers: Readonly<Record<string, Answer>>,
  places: readonly PeerPlace[] = Object.keys(answers).map((url) => ({ kind: 'url', url })),
  resolvers: Resolvers = { lookup: async () => [], resolveSrv: async () => [] },
) {
  const deadlines = new HandDeadlines();
  const asked: string[] = [];
  const sum = new PeerSum({
    places,
    scheme: 'http',
    resolvers,
    open: ({ url }, signal) => {
      asked.push(url);
      const answer = answers[url];
      if (answer === undefined) throw new Error(`nobody is at ${url}`);
      return answer(signal);
    },
    deadline: deadlines.start,
  });
  return { sum, asked, deadlines };
}
