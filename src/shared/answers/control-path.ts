/**
 * Where the control API is. Plain data: the main thread serves it, the command `ctl` and the live page ask it.
 */

/** All paths of the API begin so. */
export const CONTROL_PATH = '/admin/v1';
