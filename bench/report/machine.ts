// Owns: what a reader has to know of where and how a run was made, as labelled facts and as a sentence in both
// languages. Must never: judge it.

import { formatMemory, formatTime } from './format.js';
import type { RunWords } from './report-words.js';
import { CHINESE_REPORT } from './report-words-chinese.js';
import { ENGLISH_REPORT } from './report-words-english.js';
import type { Results } from './results.js';

const LIMITS_NAMES: Readonly<Record<Results['limits']['kind'], string>> = {
  docker: 'Docker',
  'cgroup-v2': 'cgroup v2',
  'cgroup-v1': 'cgroup v1',
  pinning: ENGLISH_REPORT.run.pinning,
};

/** Label and text, in the order of their importance. */
export function machineFacts(results: Results, words: RunWords): readonly (readonly [string, string])[] {
  const { machine, limits, product, load_generator: generator } = results;
  const pieces = results.pieces ?? [];
  const minutes = (pieces.length === 0 ? [results] : pieces).reduce(
    (sum, piece) => sum + minutesOf(piece),
    0,
  );
  const took = words.minutes(Math.max(1, Math.round(minutes)), pieces.length);
  const run = [formatTime(results.started_at), took, words.rounds(results.rounds_count)];
  const memory = formatMemory(limits.memory_bytes);
  const kind = limits.kind === 'pinning' ? words.pinning : LIMITS_NAMES[limits.kind];
  const { facts } = words;
  return [
    [facts.command, pieces.length < 2 ? results.command : words.ofItsPieces],
    [facts.run, run.join(', ')],
    [facts.product, words.commit(product.version, product.commit, product.modified)],
    [facts.profile, words.profile(results.profile, words.cores(limits.cores_count), memory)],
    ...(limits.cores_count > 1 ? [[facts.threads, words.threads] as const] : []),
    [facts.limits, words.limits(kind, limits.server_cpus)],
    [facts.serverNode, withoutV(limits.node_version)],
    [
      facts.loadGenerator,
      words.onProcessors(`${generator.name} ${generator.version}`, limits.load_generator_cpus),
    ],
    [facts.benchNode, withoutV(machine.node_version)],
    [facts.processor, words.processor(machine.cpu_model, words.cores(machine.cores_count))],
    [facts.memory, formatMemory(machine.memory_bytes)],
    [facts.kernel, machine.kernel],
    [facts.system, machine.os],
    [facts.openFiles, String(machine.open_files_max)],
  ];
}

function minutesOf(span: { readonly started_at: string; readonly finished_at: string }): number {
  return (Date.parse(span.finished_at) - Date.parse(span.started_at)) / 60_000;
}

/** A line for each call of the bench that the run is made of: when, what, and how quiet the machine was when it began. */
export function pieceLines({ pieces = [] }: Results, words: RunWords): readonly string[] {
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  return pieces.map((piece) =>
    words.piece({
      time: formatTime(piece.started_at),
      minutes: String(Math.max(1, Math.round(minutesOf(piece)))),
      rounds: words.rounds(piece.rounds_count),
      scenarios: piece.scenarios.join(', '),
      commit: words.changed(piece.commit.slice(0, 7), piece.modified),
      command: piece.command,
      load: piece.load_average.toFixed(1),
      others: percent(piece.others_cpu_share),
      steal: percent(piece.steal_share),
    }),
  );
}

/** Node.js says `v20.20.2`. */
export function withoutV(version: string): string {
  return version.replace(/^v(?=\d)/, '');
}

/** One paragraph for the English pages. */
export function machineSentence(results: Results): string {
  const { machine, limits, product, load_generator: generator } = results;
  return (
    `Measured on ${results.started_at.slice(0, 10)} at commit ${shortCommit(product)} with ` +
    `${commandOf(results, 'English')}: profile ${results.profile} (${ENGLISH_REPORT.run.cores(limits.cores_count)}, ` +
    `${formatMemory(limits.memory_bytes)}) by ${LIMITS_NAMES[limits.kind]}, Node.js ${withoutV(limits.node_version)}, ` +
    `load from ${generator.name} ${generator.version}, on ${machine.cpu_model} with ` +
    `${ENGLISH_REPORT.run.cores(machine.cores_count)}, ${machine.os}, kernel ${machine.kernel}. ` +
    '“2.9× better” is 2.9 times as many where more is better, and 1/2.9 where less is better.'
  );
}

/** The same for the Chinese ones. */
export function machineSentenceInChinese(results: Results): string {
  const { machine, limits, product, load_generator: generator } = results;
  const kind = limits.kind === 'pinning' ? CHINESE_REPORT.run.pinning : LIMITS_NAMES[limits.kind];
  const modified = product.modified ? '（另有未提交的改动）' : '';
  return (
    `测量日期 ${results.started_at.slice(0, 10)}，提交 \`${product.commit.slice(0, 7)}\`${modified}，` +
    `命令 ${commandOf(results, 'Chinese')}：规格 ${results.profile}（${limits.cores_count} 核，` +
    `${formatMemory(limits.memory_bytes)}），由 ${kind} 限制；Node.js ${withoutV(limits.node_version)}；` +
    `压测工具 ${generator.name} ${generator.version}；处理器 ${machine.cpu_model}，` +
    `${machine.cores_count} 核；${machine.os}，内核 ${machine.kernel}。`
  );
}

/** Pieces are calls with the profile, and as many rounds as are added up: one call would have measured the same. */
function commandOf(
  { pieces = [], command, profile, rounds_count: rounds }: Results,
  language: 'English' | 'Chinese',
): string {
  if (pieces.length < 2) return `\`${command}\``;
  const whole = `\`npm run bench -- --profile ${profile} --rounds ${rounds}\``;
  return language === 'English'
    ? `${whole} in ${pieces.length} pieces`
    : `${whole}（分 ${pieces.length} 次）`;
}

function shortCommit({ commit, modified }: Results['product']): string {
  return `\`${commit.slice(0, 7)}\`${modified ? ' (with changes not committed)' : ''}`;
}
