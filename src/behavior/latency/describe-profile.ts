/**
 * Says in words how a model behaves in time. Pure; for start-up lines.
 */
import { formatDistribution } from '../distributions/format.js';
import { COUNT, DURATION } from '../distributions/quantity.js';
import type { LatencyProfile } from './profile.js';

/** For example `first token 300ms, between tokens 20ms`. */
export function describeProfile(profile: LatencyProfile): string {
  const { responseDelay, timeToFirstToken, interTokenLatency, prefillPerToken, outputTokens, loadFactor } =
    profile;
  const parts = [
    responseDelay && `whole answer ${formatDistribution(responseDelay, DURATION)}`,
    timeToFirstToken && `first token ${formatDistribution(timeToFirstToken, DURATION)}`,
    prefillPerToken && `prefill ${formatDistribution(prefillPerToken, DURATION)} per token`,
    interTokenLatency && `between tokens ${formatDistribution(interTokenLatency, DURATION)}`,
    outputTokens && `${formatDistribution(outputTokens, COUNT)} tokens`,
    loadFactor !== null && loadFactor !== 1 && `up to ${loadFactor} times slower under load`,
  ];
  return parts.filter((part) => part).join(', ');
}
