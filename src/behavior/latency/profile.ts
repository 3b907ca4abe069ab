/**
 * How a model behaves in time, as somebody said it: the settings, a row of the models file, knobs in a request. Pure.
 */
import type { Distribution } from '../distributions/distribution.js';

/** Durations in milliseconds. Null means: not said here. */
export interface LatencyProfile {
  /** Until the whole answer is there. Without meaning where there is an inter-token latency. */
  readonly responseDelay: Distribution | null;
  /** Until the first token. */
  readonly timeToFirstToken: Distribution | null;
  /** From one token to the next. */
  readonly interTokenLatency: Distribution | null;
  /** Added to the time of the first token for every token of the prompt. */
  readonly prefillPerToken: Distribution | null;
  /** Tokens of an answer; null takes the text as it is. */
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
 * What `over` says, and what `under` says where it says nothing. Two ways of saying how long an answer takes must not mix:
 * who gives the whole time overrules every token latency below, and who gives the time between tokens overrules a whole
 * time below.
 */
export function overlay(over: LatencyProfile, under: LatencyProfile): LatencyProfile {
  const givesPace = over.interTokenLatency !== null;
  const givesWhole = over.responseDelay !== null;
  return {
    responseDelay: over.responseDelay ?? (givesPace ? null : under.responseDelay),
    timeToFirstToken: over.timeToFirstToken ?? (givesWhole ? null : under.timeToFirstToken),
    interTokenLatency: over.interTokenLatency ?? (givesWhole ? null : under.interTokenLatency),
    prefillPerToken: over.prefillPerToken ?? (givesWhole ? null : under.prefillPerToken),
    outputTokens: over.outputTokens ?? under.outputTokens,
    loadFactor: over.loadFactor ?? under.loadFactor,
  };
}

/** What holds for a request before anything is drawn for it. */
export interface Behavior {
  readonly profile: LatencyProfile;
  /** Makes plans a function of it and the request; null leaves them to chance. */
  readonly seed: number | null;
}

export function overlayBehavior(over: Behavior, under: Behavior): Behavior {
  return { profile: overlay(over.profile, under.profile), seed: over.seed ?? under.seed };
}
