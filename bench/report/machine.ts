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

/** Label and text, in the order of their importance. */
export function machineFacts(results: Results): readonly (readonly [string, string])[] {
  const { machine, limits, product, load_generator: generator } = results;
  const minutes = (Date.parse(results.finished_at) - Date.parse(results.started_at)) / 60_000;
  return [
    ['Command', results.command],
    [
      'Run',
      `${formatTime(results.started_at)}, ${Math.max(1, Math.round(minutes))} min, ${results.rounds_count} rounds`,
    ],
    [
      'Product',
      `${product.version}, commit ${product.commit}${product.modified ? ', with changes not committed' : ''}`,
    ],
    [
      'Profile',
      `${results.profile}: ${coresOf(limits.cores_count)} and ${formatMemory(limits.memory_bytes)}`,
    ],
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
    `\`${results.command}\`: profile ${results.profile} (${coresOf(limits.cores_count)}, ` +
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
    `命令 \`${results.command}\`：规格 ${results.profile}（${limits.cores_count} 核，` +
    `${formatMemory(limits.memory_bytes)}），由 ${kind} 限制；Node.js ${withoutV(limits.node_version)}；` +
    `压测工具 ${generator.name} ${generator.version}；处理器 ${machine.cpu_model}，` +
    `${machine.cores_count} 核；${machine.os}，内核 ${machine.kernel}。`
  );
}

function shortCommit({ commit, modified }: Results['product']): string {
  return `\`${commit.slice(0, 7)}\`${modified ? ' (with changes not committed)' : ''}`;
}
