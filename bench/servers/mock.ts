// Owns: what the five servers written for the bench have in common: the work, its prepared answers, requests in flight,
// metrics. What is left to each of them is its framework. Must never: know a framework.

import type { ServerResponse } from 'node:http';
import { eventsOf, fullOf, STREAM_HEADERS } from './prepared.js';
import { say } from './saying.js';
import { createServerMetrics, type ServerMetrics } from './server-metrics.js';
import { type Visit, Visits } from './visits.js';
import type { Wish } from './wish.js';
import type { Work } from './work.js';

export interface Mock {
  /** The body of a 503. */
  readonly full: string;
  events(wish: Wish): readonly string[];
  readonly metrics: ServerMetrics;
  /** Takes a slot; null where there is none left. */
  begin(response: ServerResponse): Visit | null;
  /** How long a whole answer is held. */
  delayMs(wish: Wish): number;
  gapMs(wish: Wish): number;
  /** Streams with node:http, for the frameworks that hand its response out. */
  stream(visit: Visit, wish: Wish, response: ServerResponse): void;
}

export function createMock(work: Work): Mock {
  const visits = new Visits(work.cap);
  const metrics = createServerMetrics(() => visits.inFlight);
  const plain = eventsOf(work.tokens, false);
  const withUsage = eventsOf(work.tokens, true);
  const events = (wish: Wish): readonly string[] => (wish.usage ? withUsage : plain);
  const gapMs = (wish: Wish): number => (wish.atOnce ? 0 : work.tokenGapMs);
  return {
    full: fullOf(work.cap),
    events,
    metrics,
    begin: (response) => visits.begin(response, metrics),
    delayMs: (wish) => (wish.atOnce ? 0 : work.delayMs),
    gapMs,
    stream(visit, wish, response) {
      say(visit, events(wish), gapMs(wish), {
        write(text) {
          if (!response.headersSent) response.writeHead(200, STREAM_HEADERS);
          response.write(text, 'latin1');
        },
        end(text) {
          if (!response.headersSent) response.writeHead(200, STREAM_HEADERS);
          response.end(text, 'latin1');
        },
      });
    },
  };
}
