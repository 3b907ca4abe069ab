/**
 * How a model behaves in time, as it was configured: the settings, a row of the models file, knobs in a request. Pure.
 */
import { type Distribution, createConstant } from './distribution.js';

/** Durations in milliseconds. Null means: not said here. */
export interface LatencyProfile {
  /** Until the whole answer is there; ignored where one of the next three is given. */
  readonly responseDelay: Distribution | null;
  /** Until the first token. */
  readonly timeToFirstToken: Distribution | null;
  /** Between one token and the next. */
  readonly interTokenLatency: Distribution | null;
  /** Added to the first token's time for every token of the prompt. */
  readonly prefillPerToken: Distribution | null;
  /** Tokens of an answer; null takes the whole text. */
  readonly outputTokens: Distribution | null;
  /** By how much everything is slower when all slots are in use; 1 for not at all. */
  readonly loadFactor: number | null;
}

export const EMPTY_PROFILE: LatencyProfile = {
  responseDelay: null,
  timeToFirstToken: null,
  interTokenLatency: null,
  prefillPerToken: null,
  outputTokens: null,
  loadFactor: null,
};

/**
 * What `over` says, and what `under` says where it says nothing. How a reply's time comes about is one question: who
 * gives a response delay overrules all token latencies below, and the other way round.
 */
export function overlay(over: LatencyProfile, under: LatencyProfile): LatencyProfile {
  const byTokens = hasTokenLatencies(over);
  const byDelay = over.responseDelay !== null && !byTokens;
  return {
    responseDelay: byTokens ? null : (over.responseDelay ?? under.responseDelay),
    timeToFirstToken: over.timeToFirstToken ?? (byDelay ? null : under.timeToFirstToken),
    interTokenLatency: over.interTokenLatency ?? (byDelay ? null : under.interTokenLatency),
    prefillPerToken: over.prefillPerToken ?? (byDelay ? null : under.prefillPerToken),
    outputTokens: over.outputTokens ?? under.outputTokens,
    loadFactor: over.loadFactor ?? under.loadFactor,
  };
}

export function hasTokenLatencies(profile: LatencyProfile): boolean {
  return (
    profile.timeToFirstToken !== null ||
    profile.interTokenLatency !== null ||
    profile.prefillPerToken !== null
  );
}

export const NO_TIME = createConstant(0);
