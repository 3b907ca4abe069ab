// Owns: the servers that are asked, by their settings.

import type { Settings } from '../support/in-process.js';

export const SERVERS = {
  plain: {},
  keyed: { API_KEY: 'sk-right' },
  unbending: { ALLOW_REQUEST_OVERRIDES: 'false', OUTPUT_TOKENS: '4', DEFAULT_MODEL: 'the-default' },
  echoing: { RESPONSE_CONTENT: 'echo' },
  wordy: { RESPONSE_CONTENT: 'lorem', OUTPUT_TOKENS: 'uniform(5,60)' },
  quoting: { RESPONSE_TEXT: '"Grüße" — \u{1f642}\n\ttwo\\lines\u2028' },
  timed: {
    TIME_TO_FIRST_TOKEN: '5ms',
    INTER_TOKEN_LATENCY: '1ms',
    OUTPUT_TOKENS: '12',
  },
  /** With a request that takes its only slot. */
  full: { MAX_CONCURRENT: '1' },
} as const satisfies Readonly<Record<string, Settings>>;

export type ServerName = keyof typeof SERVERS;
