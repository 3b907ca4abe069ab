/**
 * `llm-mock-server calibrate`: measures a real endpoint and writes a models file. A process of its own, whose main thread it is; the
 * server never loads it. Must never print the key.
 */
import { setMaxListeners } from 'node:events';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EnvironmentVariables } from '../../config/read/environment.js';
import { readText } from '../../config/read/text-file.js';
import { asError } from '../../shared/thrown.js';
import { UsageError } from '../ctl/commands.js';
import { APIS, modelNamesIn } from './apis.js';
import { measureAll } from './measure.js';
import { type CalibrateOptions, readOptions, renderHelp } from './options.js';
import { PROMPTS, promptFor } from './prompts.js';
import { renderModelsFile, renderTable } from './report.js';
import { createAgent, fetchJson, measureStream, NoAnswer, type StreamTarget } from './stream.js';
import { summarize } from './summary.js';

/** Of this command: the server's own are of another kind. */
const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** One is no distribution. */
const ANSWERS_MIN = 2;
const NAMES_SHOWN_MAX = 20;

export interface CalibrateCommand {
  readonly env: EnvironmentVariables;
  /** The words behind `calibrate`. */
  readonly argv: readonly string[];
}

/** Sets the exit code: 0 done, 1 not reached, refused or too few answers, 2 wrong words. Never rejects. */
export async function runCalibrate({ env, argv }: CalibrateCommand): Promise<void> {
  try {
    const options = readOptions(argv, env);
    if (options === 'help') process.stdout.write(`${renderHelp()}\n`);
    else process.exitCode = await calibrate(options);
  } catch (error) {
    const isUsage = error instanceof UsageError;
    process.exitCode = isUsage ? EXIT.usage : EXIT.failed;
    complain(isUsage ? `${error.message}\n(see llm-mock-server calibrate --help)` : asError(error).message);
  }
}

/** Gives back the exit code. */
async function calibrate(options: CalibrateOptions): Promise<number> {
  const { url, key, requests, concurrency, tokensMax, timeMaxMs } = options;
  const prompts = options.promptsFile === null ? PROMPTS : readPrompts(options.promptsFile);
  const agent = createAgent(url, concurrency);
  const signal = AbortSignal.timeout(timeMaxMs);
  // Each request under way listens to it.
  setMaxListeners(0, signal);
  const target: StreamTarget = {
    api: APIS[options.api],
    url,
    key,
    agent,
    signal,
    now: () => performance.now(),
  };
  try {
    const model = options.model ?? (await onlyModel(target));
    await warmUp(target, Math.min(concurrency, requests));
    const measurement = await measureAll({
      requests,
      concurrency,
      signal,
      askFor: (index) => ({ model, prompt: promptFor(prompts, index), tokensMax }),
      measure: (ask) => measureStream(target, ask),
    });
    const { answers, failures } = measurement;
    if (answers.length < Math.min(ANSWERS_MIN, requests)) {
      const reasons = [...failures].map(([reason, count]) => `${reason} (${count} times)`);
      const why = reasons.length === 0 ? 'none came in time' : reasons.join(', ');
      throw new NoAnswer(`too few answers of ${JSON.stringify(model)} at ${url}: ${why}`);
    }
    const summary = summarize(answers);
    const { origin } = new URL(url);
    const facts = { model, origin, concurrency, date: new Date(), measurement, summary };
    process.stderr.write(`${renderTable(facts)}\n`);
    deliver(renderModelsFile(facts), options.out);
    return EXIT.done;
  } finally {
    agent.destroy();
  }
}

/** Opens the connections with a question that costs nothing: neither a handshake nor code that runs for the first time is the model's. */
async function warmUp(target: StreamTarget, connections: number): Promise<void> {
  const asked = Array.from({ length: connections }, () =>
    fetchJson(target, target.api.modelsUrl(target.url)),
  );
  // Whether it lists models does not matter here.
  await Promise.allSettled(asked);
}

/** @throws UsageError where it is not for us to choose */
async function onlyModel(target: StreamTarget): Promise<string> {
  const answer = await fetchJson(target, target.api.modelsUrl(target.url)).catch((error: unknown) => {
    throw new NoAnswer(
      `cannot list the models of ${target.url}: ${asError(error).message}; say which with --model`,
    );
  });
  const names = modelNamesIn(answer);
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  const shown = names.slice(0, NAMES_SHOWN_MAX).map((name) => JSON.stringify(name));
  const more = names.length > shown.length ? `, and ${names.length - shown.length} more` : '';
  throw new UsageError(`--model: say which; the endpoint lists ${shown.join(', ') || 'none'}${more}`);
}

/** @throws UsageError */
function readPrompts(file: string): readonly string[] {
  const read = readText(file);
  if (!read.ok) throw new UsageError(`--prompts: ${read.problems.join(', ')}`);
  const prompts = read.content.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (prompts.length === 0) throw new UsageError('--prompts: expected one prompt a line, got none');
  return prompts;
}

function deliver(text: string, out: string | null): void {
  if (out === null) {
    process.stdout.write(text);
    return;
  }
  writeFileSync(out, text);
  process.stderr.write(`Written to ${resolve(out)}\n`);
}

function complain(text: string): void {
  process.stderr.write(`llm-mock-server calibrate: ${text}\n`);
}
