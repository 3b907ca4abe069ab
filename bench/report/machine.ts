// Owns: what a reader has to know of where and how a run was made, as labelled facts and as a sentence in both
// languages. Must never: judge it.

import { formatMemory, formatTime } from './format.js';
import type { Results } from './results.js';

const LIMITS_NAMES: Readonly<Record<Results['limits']['kind'], string>> = {
  docker: 'Docker',
  'cgroup-v2': 'cgroup v2',
  'cgroup-v1': 'cgroup v1',
  pinning: 'processor pinning alone (memory is not limited)',
};

/** What a reader of a table of several cores has to know of those who have several. */
const SEVERAL_CORES: readonly [string, string] = [
  'Threads',
  'ours and hyper serve with one for each core, VidaiMock may use as many; those on Node.js, and bare uWS, have one',
];

/** Label and text, in the order of their importance. */
export function machineFacts(results: Results): readonly (readonly [string, string])[] {
  const { machine, limits, product, load_generator: generator } = results;
  const pieces = results.pieces ?? [];
  const minutes = (pieces.length === 0 ? [results] : pieces).reduce(
    (sum, piece) => sum + minutesOf(piece),
    0,
  );
  const inPieces = pieces.length < 2 ? '' : ` in ${pieces.length} pieces`;
  return [
    ['Command', pieces.length < 2 ? results.command : 'those of its pieces'],
    [
      'Run',
      `${formatTime(results.started_at)}, ${Math.max(1, Math.round(minutes))} min${inPieces}, ${roundsText(results.rounds_count)}`,
    ],
    [
      'Product',
      `${product.version}, commit ${product.commit}${product.modified ? ', with changes not committed' : ''}`,
    ],
    [
      'Profile',
      `${results.profile}: ${coresOf(limits.cores_count)} and ${formatMemory(limits.memory_bytes)}`,
    ],
    ...(limits.cores_count > 1 ? [SEVERAL_CORES] : []),
    ['Limits', `${LIMITS_NAMES[limits.kind]}; servers on processor ${limits.server_cpus}`],
    ['Node.js of the servers', withoutV(limits.node_version)],
    ['Load generator', `${generator.name} ${generator.version}, on processor ${limits.load_generator_cpus}`],
    ['Node.js of the bench', withoutV(machine.node_version)],
    ['Processor', `${machine.cpu_model}, ${coresOf(machine.cores_count)}`],
    ['Memory', formatMemory(machine.memory_bytes)],
    ['Kernel', machine.kernel],
    ['System', machine.os],
    ['Open files, at most', String(machine.open_files_max)],
  ];
}

function minutesOf(span: { readonly started_at: string; readonly finished_at: string }): number {
  return (Date.parse(span.finished_at) - Date.parse(span.started_at)) / 60_000;
}

function roundsText(count: number): string {
  return `${count} round${count === 1 ? '' : 's'}`;
}

/** A line for each call of the bench that the run is made of: when, what, and how quiet the machine was when it began. */
export function pieceLines({ pieces = [] }: Results): readonly string[] {
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  return pieces.map(
    (piece) =>
      `${formatTime(piece.started_at)}, ${Math.max(1, Math.round(minutesOf(piece)))} min, ${roundsText(piece.rounds_count)} of ` +
      `${piece.scenarios.join(', ')} at commit ${piece.commit.slice(0, 7)}${piece.modified ? ' with changes' : ''}: ${piece.command}. ` +
      `Before it the load average was ${piece.load_average.toFixed(1)}, other processes used ${percent(piece.others_cpu_share)} of a ` +
      `core, and the host took ${percent(piece.steal_share)}.`,
  );
}

/** Node.js says `v20.20.2`. */
export function withoutV(version: string): string {
  return version.replace(/^v(?=\d)/, '');
}

export function coresOf(count: number): string {
  return `${count} core${count === 1 ? '' : 's'}`;
}

/** One paragraph for the English pages. */
export function machineSentence(results: Results): string {
  const { machine, limits, product, load_generator: generator } = results;
  return (
    `Measured on ${results.started_at.slice(0, 10)} at commit ${shortCommit(product)} with ` +
    `${commandOf(results, 'English')}: profile ${results.profile} (${coresOf(limits.cores_count)}, ` +
    `${formatMemory(limits.memory_bytes)}) by ${LIMITS_NAMES[limits.kind]}, Node.js ${withoutV(limits.node_version)}, ` +
    `load from ${generator.name} ${generator.version}, on ${machine.cpu_model} with ` +
    `${coresOf(machine.cores_count)}, ${machine.os}, kernel ${machine.kernel}. ` +
    '“2.9× better” is 2.9 times as many where more is better, and 1/2.9 where less is better.'
  );
}

/** The same for the Chinese ones. */
export function machineSentenceInChinese(results: Results): string {
  const { machine, limits, product, load_generator: generator } = results;
  const kind = limits.kind === 'pinning' ? '仅绑定处理器（不限内存）' : LIMITS_NAMES[limits.kind];
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
