/**
 * Owns what the page knows at one moment, and how far it may be believed. Browser, pure.
 */
import type { LiveHello } from '../../shared/live-protocol.js';
import type { Sample } from '../data/history.js';
import { GAP_MS } from '../data/history.js';
import { type Judgement, judge } from './judge.js';

/** `stale` is everything that was known and is not known to hold now. */
export type Presence = 'connecting' | 'offline' | 'stale' | 'live';

export interface PageState {
  readonly presence: Presence;
  /** Since the last row came. */
  readonly silentMs: number;
  readonly hello: LiveHello | null;
  readonly samples: readonly Sample[];
  readonly latest: Sample | null;
  /** null where the rows are not of now. */
  readonly judgement: Judgement | null;
}

export interface Known {
  readonly hello: LiveHello | null;
  readonly samples: readonly Sample[];
  /** null as long as no row has come. */
  readonly heardAtMs: number | null;
  /** Whether an attempt to connect has failed. */
  readonly hasFailed: boolean;
}

export function toPageState({ hello, samples, heardAtMs, hasFailed }: Known, nowMs: number): PageState {
  const silentMs = heardAtMs === null ? 0 : Math.max(0, nowMs - heardAtMs);
  const latest = samples.at(-1) ?? null;
  const presence = presenceOf(heardAtMs !== null && latest !== null, silentMs, hasFailed);
  return {
    presence,
    silentMs,
    hello,
    samples,
    latest,
    judgement: presence === 'live' ? judge(samples) : null,
  };
}

function presenceOf(hasRows: boolean, silentMs: number, hasFailed: boolean): Presence {
  if (hasRows) return silentMs > GAP_MS ? 'stale' : 'live';
  return hasFailed ? 'offline' : 'connecting';
}
