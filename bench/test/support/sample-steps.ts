// Owns: the steps of the sample run, with the figures that each invented server has in them. Must never: be taken for figures of a
// real server.

import type { FigureName } from '../../report/figures.js';
import type { ScenarioName } from '../../report/results.js';
import { heldCrowd, storm, streamKind } from './sample-crowds.js';
import type { SampleServer } from './sample-servers.js';

export const MEBIBYTE = 2 ** 20;

type Figures = Partial<Record<FigureName, number>>;
type Noise = (value: number) => number;

/** Figures of a server in a step; a text where it is left out; null where the round is an error. */
export type Play = (server: SampleServer, round: number, noise: Noise) => Figures | string | null;

export interface SampleStep {
  readonly scenario: ScenarioName;
  readonly name: string;
  readonly title: string;
  readonly play: Play;
}

const whole = (value: number): number => Math.round(value);

function throughput(name: string, title: string, factor: number, p50Ms: number): SampleStep {
  const play: Play = (server, round, noise) => {
    if (name === 'new-connections' && server.name === 'express' && round === 3) return null;
    const answers = noise((server.answersPerSecond * factor) / (1 + factor * server.connectionCost));
    return {
      answers_per_second: answers,
      latency_p50_ms: noise((p50Ms * 20_000) / answers),
      latency_p99_ms: noise((p50Ms * 61_000) / answers),
      latency_max_ms: noise((p50Ms * 410_000) / answers),
      server_cpu_us_per_answer: 998_000 / answers,
      server_cpu_share: Math.min(1, noise(0.985)),
      load_generator_cpu_share: Math.min(0.99, answers / 92_000),
    };
  };
  return { scenario: 'throughput', name, title, play };
}

function density(held: number): SampleStep {
  const play: Play = (server, round, noise) => {
    if (held > server.heldMax * 2) return 'already saturated in a lighter step';
    if (held > server.heldMax && round % 2 === 1) return null;
    const idle = noise(server.idleMebibytes * MEBIBYTE);
    const per = noise(server.bytesPerHeld);
    const latenessMs = noise(1.2 + (held * server.bytesPerHeld) / 900_000);
    const lost = held > server.heldMax ? 212 : 0;
    return {
      requests_count: held,
      answered_count: held - lost,
      lost_count: lost,
      rss_idle_bytes: whole(idle),
      rss_held_bytes: whole(idle + per * held),
      container_held_bytes: whole(idle * 0.8 + (per + 2900) * held),
      // The lightest step is what the others are measured against.
      ...(held === 1500
        ? {}
        : { bytes_per_held_request: per, container_bytes_per_held_request: per + noise(2900) }),
      lateness_p50_ms: latenessMs,
      lateness_p99_ms: noise(latenessMs * 3.1),
      lateness_max_ms: noise(latenessMs * 4.4),
      load_generator_cpu_share: noise(held / 45_000),
    };
  };
  const title = `${held.toLocaleString('en-US')} held`;
  return { scenario: 'density', name: `held-${held}`, title, play };
}

function prompts(held: number): SampleStep {
  const play: Play = (server, _round, noise) => {
    const idle = noise(server.idleMebibytes * MEBIBYTE);
    const coming = noise(server.bytesPerHeld * 4);
    return {
      requests_count: held,
      answered_count: held,
      lost_count: 0,
      rss_idle_bytes: whole(idle),
      rss_held_bytes: whole(idle + server.bytesPerHeld * held),
      rss_peak_bytes: whole(idle + coming * held),
      container_peak_bytes: whole(idle + (coming + 2900) * held),
      bytes_per_held_request: noise(server.bytesPerHeld),
      lateness_p50_ms: noise(40),
      lateness_p99_ms: noise(120),
      lateness_max_ms: noise(180),
      load_generator_cpu_share: noise(0.4),
    };
  };
  const title = `${held.toLocaleString('en-US')} held, 64 KiB each`;
  return { scenario: 'prompts', name: `prompts-${held}`, title, play };
}

const cap: SampleStep = {
  scenario: 'cap',
  name: 'cap-1000-and-500',
  title: 'cap 1,000, 1,500 requests',
  play: (server, round, noise) => {
    if (!server.canCap) return 'it cannot be told to refuse above a number in flight';
    const beyond = server.name === 'koa' && round === 4 ? 3 : 0;
    return {
      requests_count: 1500,
      cap_count: 1000,
      answered_count: 1000 + beyond,
      refused_count: 500 - beyond,
      lost_count: 0,
      beyond_cap_count: beyond,
      below_cap_count: 0,
      latency_p99_ms: noise(1_800_000 / server.answersPerSecond),
    };
  },
};

function streaming(streams: number): SampleStep {
  const play: Play = (server, _round, noise) => {
    if (server.eventsPerSecond === 0) return 'it does not stream';
    const planned = streams * 50;
    if (planned > server.eventsPerSecond * 4) return 'already saturated in a lighter step';
    const load = planned / server.eventsPerSecond;
    const latenessMs = noise(load < 0.9 ? 0.8 + load * 4 : 200 + 2400 * load);
    return {
      requests_count: streams,
      planned_events_per_second: planned,
      events_per_second: Math.min(noise(server.eventsPerSecond), planned * (1 - latenessMs / 20_000)),
      lateness_p50_ms: latenessMs,
      lateness_p99_ms: noise(latenessMs * 2.2),
      lateness_max_ms: noise(latenessMs * 3.5),
      bytes_per_stream: noise(server.bytesPerHeld * 1.7),
      server_cpu_share: Math.min(1, noise(load * 0.95)),
      load_generator_cpu_share: Math.min(0.97, Math.min(planned, server.eventsPerSecond) / 190_000),
      lost_count: 0,
    };
  };
  const title = `${streams.toLocaleString('en-US')} streams`;
  return { scenario: 'streaming', name: `streams-${streams}`, title, play };
}

const burst: SampleStep = {
  scenario: 'burst',
  name: 'burst-10000',
  title: '10,000 connections at once',
  play: (server, _round, noise) => ({
    requests_count: 10_000,
    answered_count: server.name === 'aimock' ? 9_641 : 10_000,
    lost_count: server.name === 'aimock' ? 359 : 0,
    connections_refused_count: server.name === 'aimock' ? 359 : 0,
    segments_retransmitted_count: whole(noise(server.canCap ? 40 : 2100)),
    listen_overflows_count: whole(noise(server.canCap ? 4 : 890)),
    last_served_ms: noise(420 + 9_000_000 / server.answersPerSecond),
  }),
};

function scrape(name: string, title: string, scraped: boolean): SampleStep {
  const play: Play = (server, _round, noise) => {
    if (!server.hasMetrics) return 'it has no /metrics';
    const p99Ms = noise(140_000 / server.answersPerSecond) * (scraped ? 1.12 : 1);
    return {
      latency_p50_ms: p99Ms / 2.6,
      latency_p99_ms: p99Ms,
      answers_per_second: noise(server.answersPerSecond * 0.4),
      ...(scraped ? { scrape_max_ms: noise(3 + 200_000 / server.answersPerSecond) } : {}),
    };
  };
  return { scenario: 'scrape', name, title, play };
}

function faults(name: string, title: string, share: number): SampleStep {
  const play: Play = (server, _round, noise) => {
    if (server.name !== 'ours') return 'has no faults';
    const injected = whole(noise(5_000) * share);
    const latenessMs = noise(6);
    return {
      requests_count: 5_000,
      answered_count: 5_000 - injected,
      injected_count: injected,
      held_count: 5_000 - injected,
      held_wrongly_count: 0,
      lost_count: 0,
      lateness_p50_ms: latenessMs / 3,
      lateness_p99_ms: latenessMs,
      lateness_max_ms: latenessMs * 1.4,
    };
  };
  return { scenario: 'faults', name, title, play };
}

const startup: SampleStep = {
  scenario: 'startup',
  name: 'start',
  title: 'start',
  play: (server, _round, noise) => ({
    ready_ms: noise(server.readyMs),
    rss_ready_bytes: whole(noise(server.idleMebibytes * MEBIBYTE)),
  }),
};

export const STEPS: readonly SampleStep[] = [
  throughput('keep-alive-1', '1 connection', 0.22, 0.9),
  throughput('keep-alive-64', '64 connections', 1, 16),
  throughput('keep-alive-512', '512 connections', 0.93, 128),
  throughput('new-connections', '64 at once, each request on a new connection', 0.17, 16),
  ...[1500, 5000, 10_000, 19_000].map(density),
  ...[500, 5000].map(prompts),
  heldCrowd,
  cap,
  ...[250, 1000, 2000, 4000].map(streaming),
  streamKind('plain', 'words'),
  streamKind('tools', 'a call of a tool'),
  streamKind('cut', 'words, half of them broken off'),
  burst,
  storm,
  scrape('without-metrics', 'no scrapes', false),
  scrape('with-metrics', 'a scrape every second', true),
  faults('no-faults', 'no faults', 0),
  faults('half-503', 'half of it 503', 0.5),
  startup,
];
