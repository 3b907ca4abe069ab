/**
 * Owns limits that several settings have in common. Plain data: any thread may import it.
 */

/** PATH_MAX of Linux. */
export const PATH_CHARACTERS_MAX = 4096;
export const MS_PER_SECOND = 1_000;
export const MS_PER_HOUR = 3_600_000;
export const DELAY_MAX_DEFAULT_MS = 600_000;
/** The most that MAX_DELAY may be set to. */
export const DELAY_MAX_MS = 24 * MS_PER_HOUR;
