// Owns: the metrics of the servers written for the bench, as one would have them with prom-client.
// Must never: be asked for by a request that is not a scrape.

import { Counter, collectDefaultMetrics, Gauge, Histogram, register } from 'prom-client';

export interface ServerMetrics {
  /** Counts a response that has ended; `seconds` from the request's head to the end of its response. */
  answered(status: string, seconds: number): void;
  readonly contentType: string;
  /** The text of a scrape. */
  render(): Promise<string>;
}

/** `inFlight` is asked at every scrape. */
export function createServerMetrics(inFlight: () => number): ServerMetrics {
  collectDefaultMetrics();
  new Gauge({
    name: 'mock_requests_in_flight',
    help: 'Requests that hold a slot.',
    collect() {
      this.set(inFlight());
    },
  });
  const answers = new Counter({
    name: 'mock_answers_total',
    help: 'Answers by status; 499 where the client had left.',
    labelNames: ['status'],
  });
  const durations = new Histogram({
    name: 'mock_answer_duration_seconds',
    help: 'From the head of the request to the end of its answer.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
  });
  return {
    answered(status, seconds) {
      answers.inc({ status });
      durations.observe(seconds);
    },
    contentType: register.contentType,
    render: () => register.metrics(),
  };
}
