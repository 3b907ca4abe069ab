/**
 * Where each API is mounted, and in which dialect it speaks there. Main thread; made at start-up, read-only after.
 */
import type { Config } from '../config.js';
import { MODEL_ENDPOINTS, type ModelEndpoint } from '../labels.js';
