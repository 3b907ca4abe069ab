/**
 * Owns how long the key of a cache may be that clients fill. Plain data: any thread may import it.
 */

/**
 * Caches are bounded in entries, and by this in bytes too: what has a longer key is worked out anew each time. No model's
 * name, and no override that anybody writes, comes near.
 */
export const KEY_CHARACTERS_KEPT_MAX = 512;
