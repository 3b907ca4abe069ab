/**
 * Keeps what became of every request: in the journal, and in the statistics. Main thread, hot path. There is none unless somebody
 * may ask for what it keeps: then an exchange pays one comparison.
 */

import { formatFault } from '../../behavior/faults/format.js';
import type { Ending } from '../../shared/answers/control-answers.js';
import { keyOf } from '../admission/request-key.js';
import type { PlannedRequest } from '../reading/planned-request.js';
import type { RequestHead } from '../transport/transport.js';
import { plannedMsOf, type StreamCourse } from './answer-times.js';
import { BodyShelf } from './body-shelf.js';
import { Journal, type JournalEntry, keptModel } from './journal.js';
import { shownMethod, shownPath } from './masked-text.js';
import { Statistics } from './statistics.js';

/** Of an API key, for people: enough to tell one from another. */
const KEY_CHARACTERS_SHOWN = 4;

/** What a record is written with. */
export interface RecorderOptions {
  /** The wheel's clock. */
  readonly now: () => number;
  /** Of what requests say, how much is kept of each; 0, and where it is left out, for nothing. */
  readonly bodyBytesMax?: number;
  /** That serve, 1 where it is left out. */
  readonly threads?: number;
  /** Numbers the requests of all threads; left out where one serves. */
  readonly nextNumber?: () => number;
}

export class Recorder {
  readonly journal: Journal;
  readonly statistics = new Statistics();

  /** null where nothing is kept of what requests say. */
  readonly bodies: BodyShelf | null;

  constructor(readonly options: RecorderOptions) {
    const { bodyBytesMax = 0, nextNumber = null, threads } = options;
    this.journal = new Journal(nextNumber);
    this.bodies =
      bodyBytesMax === 0 ? null : new BodyShelf(bodyBytesMax, () => this.journal.dropOldestBody(), threads);
  }

  /** A request has arrived: looks at its head, which is gone later. */
  begin({ endpoint }: { readonly endpoint: number }, head: RequestHead, arrivedAtMs: number): RequestRecord {
    return new RequestRecord(this, endpoint, keyEnd(keyOf(head)), arrivedAtMs);
  }

  /** A request was refused at once that asked for no API: its path is unknown, or its method. */
  refused(status: number, endpoint: number, head: RequestHead): void {
    const nowMs = this.options.now();
    const entry = this.begin({ endpoint }, head, nowMs).end(status, null, null, nowMs);
    entry.method = shownMethod(head.method);
    entry.path = shownPath(head.path);
  }

  /** Begins anew. */
  clear(): void {
    if (this.bodies !== null) {
      for (let body = this.journal.dropOldestBody(); body !== null; body = this.journal.dropOldestBody())
        this.bodies.forget(body);
    }
    this.journal.clear();
    this.statistics.clear();
  }
}

/** Waits beside a request for its end. */
export class RequestRecord {
  #body: string | null = null;

  constructor(
    private readonly recorder: Recorder,
    private readonly endpoint: number,
    /** The end of its API key, for people. */
    readonly key: string | null,
    private readonly arrivedAtMs: number,
  ) {}

  /** The whole body has come; it is looked at during the call alone. */
  keepBody(body: Buffer): void {
    this.#body = this.recorder.bodies?.keep(body) ?? null;
  }

  /**
   * The request has ended; gives back its entry, until another request has its place. Without `planned` it was not read, or was refused for what it says; `sending` is what sends an answer
   * piece by piece; `dueAtMs` is when the first thing of the answer was due.
   */
  end(
    ending: Ending,
    planned: PlannedRequest | null,
    sending: { readonly course: StreamCourse | null } | null,
    dueAtMs: number,
  ): JournalEntry {
    const { journal, statistics, options } = this.recorder;
    const entry = journal.next();
    if (entry.body !== null) this.recorder.bodies?.forget(entry.body);
    entry.body = this.#body;
    entry.ms = options.now() - this.arrivedAtMs;
    entry.atMs = Date.now() - entry.ms;
    entry.endpoint = this.endpoint;
    entry.method = null;
    entry.path = null;
    entry.key = this.key;
    entry.ending = ending;
    const fault = planned?.plan.fault ?? null;
    entry.fault = fault === null ? null : formatFault(fault);
    const course = sending?.course ?? null;
    entry.firstMs = course === null ? Number.NaN : course.firstAtMs - this.arrivedAtMs;
    if (planned === null) fillUnread(entry);
    else fillPlanned(entry, planned);
    if (planned !== null) entry.plannedMs = plannedMsOf(planned, ending === 200 ? course : null, dueAtMs);
    statistics.add(entry, planned?.row.name ?? null);
    return entry;
  }
}

/** What people see of an API key: enough to tell one from another. A short one would be shown as a whole. */
function keyEnd(key: string): string | null {
  if (key === '') return null;
  return key.length <= 2 * KEY_CHARACTERS_SHOWN ? '…' : key.slice(-KEY_CHARACTERS_SHOWN);
}

function fillUnread(entry: JournalEntry): void {
  entry.model = null;
  entry.stream = false;
  entry.promptTokens = 0;
  entry.completionTokens = 0;
  entry.plannedFirstMs = Number.NaN;
  entry.plannedMs = Number.NaN;
}

function fillPlanned(entry: JournalEntry, { request, plan, usage }: PlannedRequest): void {
  entry.model = keptModel(request.model);
  entry.stream = request.stream;
  entry.promptTokens = usage.promptTokens;
  entry.completionTokens = usage.completionTokens * request.choices;
  entry.plannedFirstMs = request.stream ? plan.firstMs : Number.NaN;
}
