/**
 * Every bound of what is made for a schema. Clients write schemas: without these one of them could hold the loop. Pure data.
 *
 * A step is a visit: of a schema's node when it is read, joined or weighed, of a value's when it is checked, of a pattern's when
 * it is compared. 60,000 of them take about ten milliseconds in the worst case that the tests know, a usual schema takes 200.
 */
export const STEPS_MAX = 40_000;
/** Of the schema itself, however deep its nodes are reached through references. */
export const SCHEMA_DEPTH_MAX = 100;
/** Of the value. */
export const VALUE_DEPTH_MAX = 40;
/** Below this, what is optional is left out and the branch that ends soonest is taken. */
export const VALUE_DEPTH_WANTED = 5;
/** Schemas that are joined into one: references that lead to one another without a value between them come to this. */
export const JOINED_MAX = 500;
/** Schemas within schemas while a value is checked: a reference that leads to itself ends here, not at the end of the stack. */
export const CHECK_DEPTH_MAX = 300;
export const ITEMS_MAX = 2_000;
export const PROPERTIES_MAX = 2_000;
export const STRING_CHARACTERS_MAX = 32_768;
/** Of all strings and keys that are made, those of attempts that went wrong included. */
export const OUTPUT_CHARACTERS_MAX = 524_288;
export const PATTERN_CHARACTERS_MAX = 1_000;
/** Of a text that is made for a pattern. */
export const PATTERN_TEXT_CHARACTERS_MAX = 8_192;
/** How often a value is drawn anew where what was drawn turned out wrong: of each node, and of the whole. */
export const ATTEMPTS_MAX = 10;
/** Wanted tokens beyond this count as this. */
export const TOKENS_WANTED_MAX = 32_768;
/** Of one comparison with a pattern: beyond it the outcome is unknown. */
export const MATCH_STEPS_MAX = 20_000;
/** Calls within calls of one comparison: the stack of the thread holds about five times as many. */
export const MATCH_DEPTH_MAX = 1_000;
/** Texts that are made for a pattern until one of them matches. */
export const PATTERN_ATTEMPTS_MAX = 40;
