// Owns: the steps of the sample run with crowds and with streams of several kinds. Must never: be taken for figures of a real server.

import type { Play, SampleStep } from './sample-steps.js';

const MEBIBYTE = 2 ** 20;
const whole = (value: number): number => Math.round(value);

export function streamKind(kind: string, title: string): SampleStep {
  const play: Play = (server, _round, noise) => {
    if (server.eventsPerSecond === 0) return 'it does not stream';
    if (server.name !== 'ours' && kind !== 'plain') return 'calls no tool after the schema of the request';
    const latenessMs = noise(4);
    return {
      requests_count: 2_000,
      answered_count: kind === 'cut' ? 1_000 : 2_000,
      ...(kind === 'cut' ? { cut_count: 1_000 } : {}),
      lost_count: 0,
      server_cpu_us_per_answer: noise(150_000_000 / server.eventsPerSecond),
      ...(kind === 'tools' ? {} : { lateness_p50_ms: latenessMs, lateness_p99_ms: latenessMs * 2 }),
    };
  };
  return { scenario: 'stream-kinds', name: `streams-${kind}`, title, play };
}

export const heldCrowd: SampleStep = {
  scenario: 'held-100k',
  name: 'crowd-100000',
  title: '100,000 held',
  play: (server, _round, noise) => {
    if (server.name !== 'ours') return null;
    return {
      requests_count: 100_000,
      answered_count: 100_000,
      lost_count: 0,
      container_held_bytes: whole(noise(420 * MEBIBYTE)),
      rss_held_bytes: whole(noise(190 * MEBIBYTE)),
      lateness_p99_ms: noise(310),
    };
  },
};

export const storm: SampleStep = {
  scenario: 'connect-storm',
  name: 'storm-15000',
  title: '15,000 connects',
  play: (server, _round, noise) => ({
    requests_count: 15_000,
    answered_count: 15_000,
    lost_count: 0,
    connections_refused_count: 0,
    connect_p99_ms: noise(2_600_000 / server.answersPerSecond),
    syns_dropped_count: server.canCap ? 0 : whole(noise(2_000)),
    last_served_ms: noise(9_000_000 / server.answersPerSecond),
  }),
};
