/**
 * Asks one peer what it has counted: one request, one answer, within bounds of bytes, lines and time. Main thread. Must never follow
 * a redirect: the key goes to peers alone; nor keep the connection.
 */
import { setImmediate } from 'node:timers/promises';
import { asError } from '../../shared/thrown.js';
import type { PeerAddress } from './find-peers.js';
import { ReportReader, UnfitReport } from './read-report.js';
import { LINE_BYTES_MAX, LINES_PER_TURN, type Report } from './report.js';

/** A thousand rows with many different times come to less. */
const REPORT_BYTES_MAX = 8_388_608;
const LINE_FEED = 0x0a;

/** What a peer answers, as it comes. */
export interface PeerReply {
  readonly status: number;
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Ends the connection; nothing of it is wanted any more. */
  close(): void;
}

/** Sends the request; rejects where no answer begins. The signal ends it at any time. */
export type OpenPeer = (peer: PeerAddress, signal: AbortSignal) => Promise<PeerReply>;

export type PeerReport =
  | { readonly ok: true; readonly report: Report }
  | { readonly ok: false; readonly error: string };

const STATUS_WORDS: ReadonlyMap<number, string> = new Map([
  [401, 'it has another ADMIN_KEY'],
  [404, 'it has no ADMIN_KEY, or is of an older version'],
  [421, 'its ALLOWED_HOSTS lacks this address'],
]);

/** Never rejects. `withinMs` is for the words: it is the signal that ends it. */
export async function askPeer(
  open: OpenPeer,
  peer: PeerAddress,
  signal: AbortSignal,
  withinMs: number,
): Promise<PeerReport> {
  let reply: PeerReply | null = null;
  try {
    reply = await open(peer, signal);
    const { status } = reply;
    if (status !== 200) return refused(`answers ${status}: ${wordsOf(status)}`);
    return { ok: true, report: await readAll(reply.pieces) };
  } catch (error) {
    if (error instanceof UnfitReport) return refused(error.message);
    if (signal.aborted) return refused(`no whole answer within ${withinMs} ms`);
    const { code } = error as NodeJS.ErrnoException;
    return refused(code ?? asError(error).message);
  } finally {
    reply?.close();
  }
}

function refused(error: string): PeerReport {
  return { ok: false, error };
}

function wordsOf(status: number): string {
  if (status >= 300 && status < 400) return 'redirects are not followed';
  return STATUS_WORDS.get(status) ?? 'expected 200';
}

/** Throws an UnfitReport, or what the connection threw. */
async function readAll(pieces: AsyncIterable<Uint8Array>): Promise<Report> {
  const reader = new ReportReader();
  let bytes = 0;
  let lines = 0;
  let rest: Uint8Array = new Uint8Array();
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > REPORT_BYTES_MAX) throw new UnfitReport(`answers more than ${REPORT_BYTES_MAX} bytes`);
    let from = 0;
    for (let end = piece.indexOf(LINE_FEED); end !== -1; end = piece.indexOf(LINE_FEED, from)) {
      reader.take(textOf(rest, piece.subarray(from, end)));
      rest = new Uint8Array();
      from = end + 1;
      if (++lines % LINES_PER_TURN === 0) await setImmediate();
    }
    rest = joined(rest, piece.subarray(from));
  }
  if (rest.length > 0) throw new UnfitReport('ends within a line');
  return reader.report();
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length + other.length > LINE_BYTES_MAX)
    throw new UnfitReport(`answers a line of more than ${LINE_BYTES_MAX} bytes`);
  // What a connection lends is not kept.
  return one.length === 0 ? Uint8Array.from(other) : Buffer.concat([one, other]);
}

function textOf(one: Uint8Array, other: Uint8Array): string {
  return Buffer.from(joined(one, other)).toString();
}
