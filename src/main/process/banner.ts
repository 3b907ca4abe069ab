/**
 * What the operator sees when the server is ready: one readable block on a terminal, one JSON line elsewhere. Pure.
 */
import { totalmem } from 'node:os';
import { describeProfile } from '../../behavior/profile/describe-profile.js';
import type { Config } from '../../config/config.js';
import { sizeWords } from '../../config/values/size.js';
import { emptyMemorySnapshot } from '../../shared/memory-snapshot.js';
import type { RunningServer } from './running-server.js';

const BYTES_PER_MIB = 1_048_576;
/** The block stays readable on a terminal, and the log line, of a file of a thousand models. */
const MODELS_SHOWN_MAX = 5;
const MODELS_LOGGED_MAX = 20;

/** The facts of a server that is ready, as fields of a log line. `startupMs` counts from the start of the process. */
export function describeServer(server: RunningServer, config: Config, version: string, startupMs: number) {
  const { totalBytes, source } = server.state.readMemory(emptyMemorySnapshot());
  // No limit was found, and the worker that asks the host has not answered yet.
  const onHost = source === 'none';
  return {
    version,
    url: baseUrl(config, server.port),
    http10_port: server.http10Port,
    ...(server.agentPort === null ? {} : { agent_port: server.agentPort }),
    live_page: config.dashboard ? `${baseUrl(config, server.port)}/` : null,
    max_concurrent: server.state.slotsMax,
    // JSON has no infinity: null where there is no limit.
    connections_fit: Number.isFinite(server.connectionsMax) ? server.connectionsMax : null,
    max_body_bytes: config.bodyBytesMax,
    worker_threads: config.workerThreads,
    ...(config.socketThreads === 1 ? {} : { socket_threads: config.socketThreads }),
    latency: describeProfile(config.latency),
    ...describeModels(config),
    memory_total_mb: Math.round((onHost ? totalmem() : totalBytes) / BYTES_PER_MIB),
    memory_source: onHost ? 'system_fallback' : source,
    cpu_available_cores: config.cpu.availableCores,
    cpu_total_cores: config.cpu.totalCores,
    cpu_source: config.cpu.source,
    startup_ms: startupMs,
  };
}

export type ServerFacts = ReturnType<typeof describeServer>;

/** The models file and its first rows; nothing where there is none. */
function describeModels({ modelsFile }: Config) {
  if (modelsFile === null) return {};
  const names = modelsFile.table.rows.map(({ name }) => name);
  return {
    models_file: modelsFile.path,
    models: names.length,
    model_names: names.slice(0, MODELS_LOGGED_MAX),
  };
}

/** Whose latency the models file says, in the file's order; `latency` is that of all others. */
function modelRows({ modelsFile }: Config): [string, string][] {
  const rows = modelsFile?.table.rows ?? [];
  const shown = rows
    .slice(0, MODELS_SHOWN_MAX)
    .map(({ name, profile }) => `${name}: ${describeProfile(profile)}`);
  const more = rows.length - shown.length;
  const where = modelsFile?.path == null ? '' : ` in ${modelsFile.path}`;
  const lines = more === 0 ? shown : [...shown, `and ${more} more${where}`];
  return lines.map((line, index) => [index === 0 ? 'models' : '', line]);
}

/** Where to reach the server from this machine. */
function baseUrl({ host, tls }: Config, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `${tls === null ? 'http' : 'https'}://${name}:${port}`;
}

/** The block for a terminal, without colours so that it can be copied. */
export function renderBanner(facts: ServerFacts, config: Config): string {
  const { url } = facts;
  const key = config.apiKey === null ? '' : ' -H "authorization: Bearer $API_KEY"';
  const http10 = facts.http10_port === null ? 'off' : `port ${facts.http10_port} (ApacheBench)`;
  const rows: [string, string][] = [
    ['listening', `${url} (bound to ${config.host})`],
    ['HTTP/1.0', http10],
    ['live page', facts.live_page ?? 'off'],
    [
      'cap',
      `${facts.max_concurrent} requests at once, then 503; ${facts.connections_fit ?? 'any number'} fit ulimit -n`,
    ],
    ['bodies', `up to ${sizeWords(facts.max_body_bytes)} (MAX_BODY_BYTES)`],
    ['latency', facts.latency],
    ...modelRows(config),
    ...(config.socketThreads === 1
      ? []
      : [['sockets', `${config.socketThreads} threads`] as [string, string]]),
    ['workers', facts.worker_threads === 1 ? '1 thread' : `${facts.worker_threads} threads`],
    ['memory', `${facts.memory_total_mb} MiB (${facts.memory_source})`],
    ['cpu', `${facts.cpu_available_cores} of ${facts.cpu_total_cores} cores (${facts.cpu_source})`],
    ['ready in', `${facts.startup_ms} ms`],
  ];
  return [
    `llm-mock-server ${facts.version}`,
    '',
    ...rows.map(([name, value]) => `  ${name.padEnd(10)} ${value}`),
    '',
    '  try',
    `    curl ${url}/health`,
    `    curl ${url}/v1/chat/completions${key} -H "content-type: application/json" \\`,
    `      -d '{"model":"qwen-plus","messages":[{"role":"user","content":"hello"}]}'`,
    '',
  ].join('\n');
}
