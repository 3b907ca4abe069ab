/**
 * What a provider says to a request for a model that it does not have, or that takes no prompt so long. Types only.
 */

/** A request that is too long for its model, in tokens. `wantedTokens`: what it asks the answer to have at most; 0 for nothing. */
interface Excess {
  readonly most: number;
  readonly promptTokens: number;
  readonly wantedTokens: number;
}

export interface ModelWords {
  unknown(model: string): string;
  tooLong(excess: Excess): string;
}
