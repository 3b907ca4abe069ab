// Owns: how a test tells threads that serve to end. Plain data, for both sides.

/** The channel on which it does. */
export const DEATH = 'mortal-serving';
/** `holding` ends with slots that no request of it has any more: so many. */
export type Death = 'exit' | 'throw' | 'holding';
export const HELD_AT_DEATH = 2;
