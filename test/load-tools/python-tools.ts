// Owns: the load tools in Python: each in an environment of its own, with no option but where the server is, how much to ask for, and
// which vocabulary to count with (the hub that they ask by default cannot be reached from everywhere).

import { fail } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { preparePython } from '../clients/environment.js';
import { recipeFile } from '../clients/page/recipe-files.js';
import { readProjectFile } from '../support/source-tree.js';
import { output, type Prepared, type ReadyTool, type Tool } from './tool.js';
import { prepareVocabulary, type Vocabulary } from './vocabulary.js';
import { prepareFile } from './wheel-file.js';
import { OUTPUT_TOKENS, REQUESTS, STREAMS } from './workload.js';

interface Environment {
  readonly python: string;
  /** A command of the environment. */
  readonly bin: (name: string) => string;
  readonly vocabulary: Vocabulary;
}

function pythonTool(id: string, name: string, load: (environment: Environment) => ReadyTool['load']): Tool {
  const lock = `test/load-tools/locks/${id}.txt`;
  const prepare = async (): Promise<Prepared> => {
    const [made, vocabulary] = [await preparePython(lock), await prepareVocabulary()];
    if (!made.ok) return made;
    if (!vocabulary.ok) return vocabulary;
    const python = resolve(made.python);
    const bin = (command: string): string => join(dirname(python), command);
    const row = new RegExp(`^${name.replace(' perf', '')}(?:\\[.*\\])?==(\\S+)`, 'm');
    const version = row.exec(readProjectFile(lock))?.[1] ?? '';
    return { ok: true, tool: { version, load: load({ python, bin, vocabulary }) } };
  };
  return { id, name, prepare };
}

const VLLM_LOCK = 'test/load-tools/locks/vllm.txt';

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

const AIPERF = pythonTool('aiperf', 'aiperf', ({ python, bin, vocabulary }) => async (url, folder) => {
  const asked = [
    '--model',
    'gpt-4o',
    '--url',
    url,
    '--endpoint-type',
    'chat',
    '--streaming',
    '--tokenizer',
    'builtin',
  ];
  const load = ['--concurrency', `${STREAMS}`, '--request-count', `${REQUESTS}`, '--ui', 'none'];
  const flags = [bin('aiperf'), 'profile', ...asked, ...load, '--artifact-dir', folder];
  await output(python, flags, folder, { TIKTOKEN_CACHE_DIR: dirname(vocabulary.path) });
  const report = readJson(join(folder, 'profile_export_aiperf.json'));
  return {
    firstTokenMs: report.time_to_first_token.p50,
    betweenTokensMs: report.inter_token_latency.p50,
    wholeMs: report.request_latency.p50,
    outputTokens: report.output_sequence_length.avg,
    requestsPerSecond: report.request_throughput.avg,
  };
});

const GUIDELLM = pythonTool('guidellm', 'guidellm', ({ python, bin, vocabulary }) => async (url, folder) => {
  const path = join(folder, 'report.json');
  const tokenizer = await vocabulary.huggingFace(folder);
  const flags = [
    ...['run', '--backend', `kind=openai_http,target=${url},model=gpt-4o`],
    ...[
      '--profile',
      `kind=concurrent,streams=${STREAMS}`,
      '--constraint',
      `kind=max_requests,count=${REQUESTS}`,
    ],
    ...['--data', 'kind=synthetic_text,prompt_tokens=100,output_tokens=64'],
    ...['--tokenizer', `kind=hf_auto,model=${tokenizer}`, '--output', `kind=json,path=${path}`],
    '--disable-console-interactive',
  ];
  await output(python, [bin('guidellm'), ...flags], folder);
  const { metrics } = readJson(path).benchmarks[0];
  return {
    firstTokenMs: metrics.time_to_first_token_ms.successful.median,
    betweenTokensMs: metrics.inter_token_latency_ms.successful.median,
    wholeMs: 1_000 * metrics.request_latency.successful.median,
    outputTokens: metrics.output_token_count.successful.mean,
    requestsPerSecond: metrics.requests_per_second.successful.mean,
  };
});

const EVALSCOPE = pythonTool('evalscope', 'evalscope perf', ({ python, bin }) => async (url, folder) => {
  const flags = [
    ...['perf', '--url', `${url}/v1/chat/completions`, '--api', 'openai', '--model', 'gpt-4o', '--stream'],
    ...[
      '--prompt',
      'Tell me a story.',
      '--parallel',
      `${STREAMS}`,
      '--number',
      `${REQUESTS}`,
      '--max-tokens',
      '64',
    ],
    ...['--outputs-dir', folder, '--no-timestamp'],
  ];
  await output(python, [bin('evalscope'), ...flags], folder);
  const runFolder = join(folder, 'gpt-4o', `parallel_${STREAMS}_number_${REQUESTS}`);
  const summary = readJson(join(runFolder, 'benchmark_summary.json'));
  const middle = readJson(join(runFolder, 'benchmark_percentile.json')).find(
    (row: Record<string, unknown>) => row.Percentiles === '50%',
  );
  return {
    firstTokenMs: middle['TTFT (ms)'],
    betweenTokensMs: middle['TPOT (ms)'],
    wholeMs: 1_000 * middle['Latency (s)'],
    outputTokens: summary['Avg Output Tokens'],
    requestsPerSecond: summary['Req Throughput (req/s)'],
  };
});

/** Counts what the script of docs/load-tests.md measures; it knows requests, and no tokens. */
const LOCUST = pythonTool('locust', 'locust', ({ bin }) => async (url, folder) => {
  const path = join(folder, 'locustfile.py');
  writeFileSync(path, recipeFile('locustfile.py'));
  const load = ['--headless', '--users', `${STREAMS}`, '--spawn-rate', `${STREAMS}`, '--run-time', '25s'];
  const flags = ['-f', path, '--host', url, ...load, '--only-summary', '--json', '--stop-timeout', '10'];
  const rows: LocustRow[] = JSON.parse(await output(bin('locust'), flags, folder));
  const row = (name: string): LocustRow =>
    rows.find((each) => each.name === name) ?? fail(`locust has no ${name}`);
  return {
    firstTokenMs: middleOf(row('first token')),
    betweenTokensMs: row('between tokens').total_response_time / row('between tokens').num_requests,
    wholeMs: middleOf(row('whole stream')),
    outputTokens: row('whole stream').total_content_length / row('whole stream').num_requests,
  };
});

/** It is told all by a file. What it makes up for chats are questions with a common start. */
const INFERENCE_PERF = pythonTool(
  'inference-perf',
  'inference-perf',
  ({ bin, vocabulary }) =>
    async (url, folder) => {
      const tokenizer = await vocabulary.huggingFace(folder);
      const lengths = { system_prompt_len: 50, question_len: 50, output_len: OUTPUT_TOKENS };
      const path = join(folder, 'config.json');
      const config = {
        api: { type: 'chat', streaming: true },
        data: {
          type: 'shared_prefix',
          shared_prefix: { num_groups: 1, num_prompts_per_group: REQUESTS, ...lengths },
        },
        load: { type: 'concurrent', stages: [{ concurrency_level: STREAMS, num_requests: REQUESTS }] },
        server: { type: 'vllm', model_name: 'gpt-4o', base_url: url },
        tokenizer: { pretrained_model_name_or_path: tokenizer },
        storage: { local_storage: { path: folder, report_file_prefix: 'seen-' } },
      };
      writeFileSync(path, JSON.stringify(config));
      await output(bin('inference-perf'), ['-c', path], folder);
      const { successes } = readJson(join(folder, 'seen-summary_lifecycle_metrics.json'));
      return {
        firstTokenMs: 1_000 * successes.latency.time_to_first_token.median,
        betweenTokensMs: 1_000 * successes.latency.inter_token_latency.median,
        wholeMs: 1_000 * successes.latency.request_latency.median,
        outputTokens: successes.output_len.mean,
        requestsPerSecond: successes.throughput.requests_per_sec,
      };
    },
);

interface LocustRow {
  readonly name: string;
  readonly num_requests: number;
  readonly total_response_time: number;
  readonly total_content_length: number;
  /** How often each time was seen; locust rounds them. */
  readonly response_times: Readonly<Record<string, number>>;
}

function middleOf({ response_times: times, num_requests: count }: LocustRow): number {
  let passed = 0;
  for (const [ms, often] of Object.entries(times).sort(([a], [b]) => Number(a) - Number(b))) {
    passed += often;
    if (2 * passed >= count) return Number(ms);
  }
  return fail('locust has seen nothing');
}

/** vLLM's wheel is a third of a gigabyte and wants torch; its request code is one file that needs neither. */
const VLLM: Tool = {
  id: 'vllm',
  name: 'vllm bench serve',
  prepare: async () => {
    const environment = await preparePython('test/load-tools/locks/aiperf.txt');
    if (!environment.ok) return environment;
    const wheel = await prepareFile(
      resolve(environment.python),
      VLLM_LOCK,
      'vllm/benchmarks/lib/endpoint_request_func.py',
    );
    if (!wheel.ok) return wheel;
    const version = /^vllm==(\S+)/.exec(readProjectFile(VLLM_LOCK))?.[1] ?? '';
    const script = resolve('test/load-tools/python/vllm-requests.py');
    const load: ReadyTool['load'] = async (url, folder) => {
      const flags = [script, wheel.path, url, STREAMS, REQUESTS, OUTPUT_TOKENS].map(String);
      return JSON.parse(await output(resolve(environment.python), flags, folder));
    };
    return { ok: true, tool: { version, load } };
  },
};

export const PYTHON_TOOLS: readonly Tool[] = [AIPERF, GUIDELLM, VLLM, EVALSCOPE, INFERENCE_PERF, LOCUST];
