/**
 * Owns the shape of a fault, and of what says when it comes. Plain data, which may go from one thread to another.
 */
import type { FaultKind } from '../../shared/labels.js';

/** The statuses that an error may have. */
export const STATUS_MIN = 400;
export const STATUS_MAX = 599;

export function isErrorStatus(status: number): boolean {
  return Number.isInteger(status) && status >= STATUS_MIN && status <= STATUS_MAX;
}

/** A fault as it was asked for. */
export interface Fault {
  readonly kind: FaultKind;
  /** Of `status` and `error`: 400 to 599. */
  readonly status: number;
  readonly late: boolean;
  readonly quota: boolean;
  readonly html: boolean;
  /** null sends no hint of when to come again. */
  readonly retryAfterMs: number | null;
  /** How much of the answer comes ahead of it, 0 to 1. */
  readonly share: number;
  /** The same in tokens, which counts where it is given. */
  readonly tokens: number | null;
  /** Of `hang` and `stall`: null is for ever. */
  readonly forMs: number | null;
  readonly byReset: boolean;
  /** Of `slow`: how many times as long. */
  readonly factor: number;
}

/** What a fault is where nothing else is said of it. */
export const PLAIN_FAULT: Omit<Fault, 'kind'> = {
  status: 500,
  late: false,
  quota: false,
  html: false,
  retryAfterMs: null,
  share: 0.5,
  tokens: null,
  forMs: null,
  byReset: false,
  factor: 1,
};

/** Which requests have it. */
export type FaultTurn =
  /** This share of all, 0 to 1, by chance. */
  | { readonly by: 'share'; readonly share: number }
  /** The first so many. */
  | { readonly by: 'first'; readonly count: number }
  /** Each so manieth. */
  | { readonly by: 'every'; readonly count: number };

export interface FaultRule {
  readonly turn: FaultTurn;
  readonly fault: Fault;
}

/** What can happen to a request: at most one of the rules. Counted rules come first, in their order; then chance. */
export interface FaultMix {
  readonly rules: readonly FaultRule[];
}

/** Whether something in it goes by how often somebody has asked. */
export function isCounted(mix: FaultMix | null): boolean {
  return mix?.rules.some(({ turn }) => turn.by !== 'share') ?? false;
}
