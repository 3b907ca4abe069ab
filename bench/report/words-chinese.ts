// Owns: the tables' words in Chinese. Must never: format a number.

import { FIGURES } from './figures.js';
import { UNITS_CHINESE } from './report-prose-chinese.js';
import { CHINESE_REPORT } from './report-words-chinese.js';
import type { Words } from './words.js';

/** Names of steps as the scenarios build them; a step that none of these knows keeps its English title. */
const STEPS: readonly (readonly [RegExp, (title: string, ...parts: string[]) => string])[] = [
  [/^keep-alive-(\d+)$/, (_title, connections) => `${grouped(connections)} 条长连接`],
  [/^new-connections$/, (title) => `${/^\d+/.exec(title)?.[0] ?? '多'} 个并发，每个请求新建连接`],
  [/^held-(\d+)$/, (_title, held) => `同时挂起 ${grouped(held)} 个`],
  [/^prompts-(\d+)$/, (_title, held) => `同时挂起 ${grouped(held)} 个（各 64 KiB）`],
  [/^different-.*$/, (title) => `64 条长连接，内容各异，${/[\d.]+ K?B$/.exec(title)?.[0] ?? ''}`],
  [/^crowd-(\d+)$/, (_title, held) => `同时挂起 ${grouped(held)} 个`],
  [/^storm-(\d+)$/, (_title, connects) => `同时建立 ${grouped(connects)} 条连接`],
  [/^streams-plain$/, () => '纯文本'],
  [/^streams-usage$/, () => '文本加用量'],
  [/^streams-tools$/, () => '工具调用'],
  [/^streams-cut$/, () => '文本，一半中途断开'],
  [/^cap-(\d+)-and-(\d+)$/, (_title, cap, beyond) => `上限 ${grouped(cap)}，多发 ${grouped(beyond)} 个`],
  [/^streams-(\d+)$/, (_title, streams) => `${grouped(streams)} 路流`],
  [/^burst-(\d+)$/, (_title, connections) => `${grouped(connections)} 条连接同时到达`],
  [/^without-metrics$/, () => '不抓取 /metrics'],
  [/^with-metrics$/, () => '每秒抓取 /metrics'],
  [/^no-faults$/, () => '无故障'],
  [/^half-503$/, () => '一半故意返回 503'],
  [/^half-mixed$/, () => '一半故意返回三种 503'],
  [/^start$/, () => '启动'],
];

function grouped(digits: string | undefined): string {
  return Number(digits).toLocaleString('en-US');
}

function stepTitle({ name, title }: { readonly name: string; readonly title: string }): string {
  for (const [pattern, write] of STEPS) {
    const found = pattern.exec(name);
    if (found !== null) return write(title, ...found.slice(1));
  }
  return title;
}

const COMPARED = '，以及同一轮中本项目与其相比的结果';

export const CHINESE: Words = {
  server: '服务器',
  heads: {
    answers_per_second: '响应',
    events_per_second: '事件',
    planned_events_per_second: '计划事件',
    latency_p50_ms: '延迟 p50',
    latency_p99_ms: '延迟 p99',
    latency_max_ms: '最大延迟',
    lateness_p50_ms: '滞后 p50',
    lateness_p99_ms: '滞后 p99',
    lateness_max_ms: '最大滞后',
    requests_count: '请求数',
    answered_count: '已响应',
    refused_count: '已拒绝',
    lost_count: '丢失',
    cap_count: '上限',
    beyond_cap_count: '超出上限仍放行',
    below_cap_count: '未到上限却拒绝',
    rss_idle_bytes: '空闲 RSS',
    rss_held_bytes: '挂起时 RSS',
    container_held_bytes: '挂起时整个容器',
    bytes_per_held_request: '每个挂起请求（进程）',
    bytes_per_stream: '每路流',
    connections_refused_count: '被拒连接',
    segments_retransmitted_count: '重传报文段',
    listen_overflows_count: '接受队列溢出',
    last_served_ms: '全部响应用时',
    ready_ms: '启动就绪用时',
    rss_ready_bytes: '就绪时 RSS',
    rss_peak_bytes: '进程峰值',
    container_peak_bytes: '容器峰值',
    injected_count: '故意失败',
    held_count: '挂起数',
    held_wrongly_count: '挂起数偏差',
    scrape_max_ms: '最慢一次抓取',
    server_cpu_us_per_answer: '每个响应的服务器 CPU',
    server_cpu_share: '服务器 CPU（单核占比）',
    load_generator_cpu_share: '压测工具 CPU（单核占比）',
    connect_p50_ms: '建连 p50',
    connect_p99_ms: '建连 p99',
    connect_max_ms: '最慢建连',
    syns_dropped_count: '丢弃的 SYN',
    cut_count: '故意中断',
    container_bytes_per_held_request: '每个挂起请求（整个容器）',
    others_cpu_share: '其他进程（单核占比）',
    steal_share: '被宿主机占用',
  },
  headsIn: {
    cap: { latency_p99_ms: '拒绝响应延迟 p99' },
    'stream-kinds': { server_cpu_us_per_answer: '每路流的服务器 CPU' },
  },
  withUnit: (head, unit) => `${head}（${UNITS_CHINESE[unit] ?? unit}）`,
  oursIs: '本项目',
  cap: '上限控制',
  exact: '精确',
  notExact: '不精确',
  leftOut: '未测',
  error: '出错',
  notMeasured: '无数据',
  noDifference: '无明显差别',
  // "好 2.9 倍" may be read as 3.9 times; so the sentence is turned to what is larger.
  ours: (better, times, figure) => {
    const number = times.slice(0, -1);
    return better === (FIGURES[figure].better === 'more') ? `为其 ${number} 倍` : `为其 1/${number}`;
  },
  oursRemark: (comparison) => `本项目${comparison}`,
  caption: (head, compared, count) => `${head}：${count} 轮的中位数${compared ? COMPARED : ''}。`,
  medians: (compared, count) => `${count} 轮的中位数${compared ? COMPARED : ''}。`,
  ranges: (count) => (count === 1 ? '仅一轮，没有范围。' : `${count} 轮的中位数，以及最小值和最大值。`),
  someRounds: (what, rounds, of) => `${of} 轮中 ${rounds} 轮${what}`,
  onlyRounds: (rounds, of) => `${of} 轮中只完成 ${rounds} 轮`,
  lost: (count) => `丢失 ${count} 个`,
  headAtStep: (head, step) => `${head}，${step}`,
  warned: (mark) => `${mark} 至少有一轮带警告。`,
  withRemarks: (text, remarks) => `${text}（${remarks.join('；')}）`,
  leads: {
    prompts: '64 KiB 的提示词，内容各异：接收时以及挂起 10 秒期间',
    'held-100k': '十万个请求挂起 30 秒，来自五个地址',
    'stream-kinds': '按内容区分的流：纯文本、附带用量、工具调用、一半故意中断',
    'connect-storm': '所有连接在同一时刻建立',
    faults: '5,000 个请求中一半故意失败：其余请求晚了多少',
  },
  stepTitle,
  report: CHINESE_REPORT,
};
