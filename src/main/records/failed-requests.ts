/**
 * The requests that were refused last, for the live page: a line for each that is unlike the others. Main thread, on the path of
 * refusals alone; a good answer never comes here. There may be a hundred thousand refusals a second: those for want of room are
 * counted on their line, of the others so many a second are looked at.
 */

import { FAILURES_MAX, type LiveFailure, type LiveFailures } from '../../shared/answers/live-failures.js';
import { type ApiError, ERROR_KINDS, type ErrorKind } from '../../shared/errors.js';
import { ENDPOINTS, type RejectionReason } from '../../shared/labels.js';
import type { Addressee, RefusalListener } from '../admission/refuser.js';
import { likelyPath } from '../reading/head/likely-path.js';
import { shownMethod, shownPath } from './masked-text.js';

/** Of each reason, so that many of one do not keep out the others. */
export const LISTED_A_SECOND_MAX = 20;
const SECOND_MS = 1_000;

/** They say nothing of the request that meets them, and come in storms. */
const OVERLOAD: ReadonlySet<ErrorKind> = new Set([
  ERROR_KINDS.full,
  ERROR_KINDS.queueTimeout,
  ERROR_KINDS.starting,
  ERROR_KINDS.draining,
  ERROR_KINDS.memoryFull,
  ERROR_KINDS.connectionsFull,
]);

/** Names of fields are ours, or as ours: nothing else is shown of what a request says. */
const FIELD = /^[\w.[\]-]{1,80}$/;

/** What of a refusal is shown, before it is made fit for it. */
export interface Refusal {
  readonly method: string;
  readonly path: string;
  /** Index into ENDPOINTS. */
  readonly endpoint: number;
  readonly status: number;
  readonly reason: RejectionReason;
  readonly code?: string | null;
  readonly param?: string | null;
  /** The name of the model. */
  readonly model?: string | null;
}

type Line = { -readonly [Key in keyof LiveFailure]: LiveFailure[Key] } & { isListed: boolean };

export interface FailedRequestsOptions {
  /** The row of the models file that a model falls under, by its name; null where there is none. */
  readonly rowOf: (model: string) => string | null;
  /** In milliseconds since the epoch. */
  readonly now?: () => number;
}

export class FailedRequests implements RefusalListener {
  readonly #lines: Line[] = [];
  /** By kind and endpoint: found without looking at anything else. */
  readonly #overload = new Map<ErrorKind, (Line | undefined)[]>();
  readonly #left = new Map<RejectionReason, number>();
  readonly #now: () => number;
  #secondAtMs = Number.NEGATIVE_INFINITY;
  #unlisted = 0;
  /** Grows with everything that `read` would say. */
  revision = 0;

  constructor(private readonly options: FailedRequestsOptions) {
    this.#now = options.now ?? Date.now;
    for (const kind of OVERLOAD) this.#overload.set(kind, []);
  }

  refused(to: Addressee, error: ApiError): void {
    const { kind } = error;
    const lines = this.#overload.get(kind);
    const known = lines?.[to.endpoint];
    if (known?.isListed) {
      this.#again(known, this.#now());
      return;
    }
    if (lines === undefined && !this.#mayList(kind.reason)) return;
    // Of an API the path is known by its table. Whoever has no place there says what was asked for.
    const { method, path } = to.asked ?? { method: 'post', path: ENDPOINTS[to.endpoint] as string };
    const line = this.#list({
      method,
      path,
      endpoint: to.endpoint,
      status: to.dialect.statusOf(kind),
      reason: kind.reason,
      code: kind.code,
      param: error.param,
      model: error.model ?? null,
    });
    if (lines !== undefined) lines[to.endpoint] = line;
  }

  /** A request was refused by what has no dialect: the control API, the WebSocket. */
  note(refusal: Refusal): void {
    if (this.#mayList(refusal.reason)) this.#list(refusal);
  }

  read(): LiveFailures {
    const sorted = [...this.#lines].sort((one, other) => other.atMs - one.atMs);
    return { failures: sorted.map(({ isListed: _, ...line }) => line), unlisted: this.#unlisted };
  }

  #mayList(reason: RejectionReason): boolean {
    const nowMs = this.#now();
    const sinceMs = nowMs - this.#secondAtMs;
    // A clock may be set back.
    if (sinceMs >= SECOND_MS || sinceMs < 0) {
      this.#secondAtMs = nowMs;
      this.#left.clear();
    }
    const left = this.#left.get(reason) ?? LISTED_A_SECOND_MAX;
    if (left === 0) {
      this.#unlisted++;
      this.revision++;
      return false;
    }
    this.#left.set(reason, left - 1);
    return true;
  }

  #list({ method, path, endpoint, status, reason, code = null, param = null, model = null }: Refusal): Line {
    const nowMs = this.#now();
    const shown = {
      method: shownMethod(method),
      path: shownPath(path),
      endpoint: ENDPOINTS[endpoint] as string,
      status,
      reason,
      code,
      param: param !== null && FIELD.test(param) ? param : null,
      model: model === null ? null : this.options.rowOf(model),
    };
    const same = this.#lines.find((line) => isSame(line, shown));
    if (same !== undefined) {
      this.#again(same, nowMs);
      return same;
    }
    const isUnknown = status === 404 && ENDPOINTS[endpoint] === 'other';
    const meant = isUnknown ? likelyPath(path) : null;
    const line: Line = { ...shown, atMs: nowMs, count: 1, meant, isListed: true };
    if (this.#lines.length >= FAILURES_MAX) this.#forgetOldest();
    this.#lines.push(line);
    this.revision++;
    return line;
  }

  #again(line: Line, nowMs: number): void {
    line.count++;
    line.atMs = nowMs;
    this.revision++;
  }

  #forgetOldest(): void {
    const oldest = this.#lines.reduce((one, other) => (other.atMs < one.atMs ? other : one));
    oldest.isListed = false;
    this.#lines.splice(this.#lines.indexOf(oldest), 1);
  }
}

type Shown = Omit<LiveFailure, 'atMs' | 'count' | 'meant'>;

function isSame(line: Shown, shown: Shown): boolean {
  return (Object.keys(shown) as (keyof Shown)[]).every((key) => line[key] === shown[key]);
}
