// Owns: the report's words in Chinese. Must never: state a figure.

import type { Goal } from './goals.js';
import {
  METHOD_CHINESE,
  NOTES_CHINESE,
  recordedInChinese,
  TITLES_CHINESE,
  UNITS_CHINESE,
} from './report-prose-chinese.js';
import type { ReadingWords, ReportWords, RunWords, VerdictWords } from './report-words.js';

const RUN: RunWords = {
  facts: {
    command: '命令',
    run: '运行',
    product: '产品',
    profile: '规格',
    threads: '线程',
    limits: '限制',
    serverNode: '服务器的 Node.js',
    loadGenerator: '压测工具',
    benchNode: '基准测试的 Node.js',
    processor: '处理器',
    memory: '内存',
    kernel: '内核',
    system: '系统',
    openFiles: '最多打开文件',
  },
  ofItsPieces: '见各次运行',
  cores: (count) => `${count} 核`,
  rounds: (count) => `${count} 轮`,
  minutes: (count, pieces) => `${count} 分钟${pieces < 2 ? '' : `（分 ${pieces} 次）`}`,
  commit: (version, commit, modified) =>
    `${version}，提交 ${commit}${modified ? '（另有未提交的改动）' : ''}`,
  threads:
    '本服务器与 hyper 每个核心各用一个线程，VidaiMock 最多可用同样多；基于 Node.js 的各服务器与裸 uWS 只有一个',
  profile: (name, cores, memory) => `${name}：${cores}，${memory}`,
  limits: (kind, processors) => `${kind}；服务器在处理器 ${processors} 上`,
  pinning: '仅绑定处理器（不限内存）',
  onProcessors: (what, processors) => `${what}，在处理器 ${processors} 上`,
  processor: (model, cores) => `${model}，${cores}`,
  atCommit: (commit) => `提交 ${commit}`,
  changed: (commit, modified) => `${commit}${modified ? '（有改动）' : ''}`,
  piece: (of) =>
    `${of.time}，${of.minutes} 分钟，${of.scenarios} 共 ${of.rounds}，提交 ${of.commit}：${of.command}。` +
    `运行之前平均负载为 ${of.load}，其他进程占用单核的 ${of.others}，宿主机拿走 ${of.steal}。`,
  busy: (hit, measured, othersMost, stealMost) =>
    `${measured} 次测量中有 ${hit} 次机器繁忙：其他进程最多占用单核的 ${othersMost}，宿主机最多拿走处理器时间的 ${stealMost}；` +
    '具体是哪些，见各场景',
  severalBuilds: (commits) => `各次运行测的不是同一个提交：${commits.join('、')}`,
};

const RIVALS: Readonly<Record<string, string>> = {
  'node-http': 'node:http',
  fastify: 'Fastify',
  hyper: 'hyper、tokio（Rust）',
};

function threadsGoal({ scenario, times }: Extract<Goal, { kind: 'ratio' }>): string {
  const what = scenario === 'throughput' ? '每个响应的处理器时间' : '每个挂起请求的进程字节数';
  return `每核一个线程时，${what}至多为单线程的 ${Number((1 / times).toFixed(2))} 倍`;
}

const VERDICTS: VerdictWords = {
  names: { met: '达到', missed: '未达到', undecided: '未定', 'not in this run': '本次未测' },
  goal: (goal) => {
    if (goal.kind === 'cap-exact') return '上限精确：不多放行一个，也不少放行一个';
    if (goal.kind === 'most-events') return '流式：每秒事件数多于任何其他服务器';
    if (goal.rival === 'ours-one-thread') return threadsGoal(goal);
    const rival = RIVALS[goal.rival] ?? goal.rival;
    if (goal.scenario === 'throughput')
      return `64 条长连接上每秒的响应数：至少为 ${rival} 的 ${goal.times} 倍`;
    if (goal.scenario === 'density') return `每个挂起请求的进程字节数：至多为 ${rival} 的 1/${goal.times}`;
    return '建连风暴：建连 p99 至多与仅用 uWebSockets.js 时相同';
  },
  absentScenario: (name) => `本次没有测场景“${TITLES_CHINESE[name][0]}”`,
  absentServer: (name) => `本次没有测服务器 ${name}`,
  absentStep: (name) => `本次没有测步骤 ${name}`,
  absentOurs: '本次没有测本项目',
  noFigures: '没有可比较的数字',
  noFiguresOf: (rival) => `本项目与 ${rival} 没有可比较的数字`,
  oursFailed: (errors, rounds) => `本项目在 ${rounds} 轮中有 ${errors} 轮出错`,
  oursLost: (count, step) => `本项目在“${step}”丢失了 ${count} 个请求`,
  times: (times, better, range) =>
    `本项目${better ? '优' : '劣'}，相差 ${times}` +
    (range === null ? '' : `（逐轮 ${range[0]} 至 ${range[1]}）`),
  against: (times, our, their, step) => `${times}：在“${step}”为 ${our}，对方 ${their}`,
  rivalFailed: (rival, rounds) => `；${rival} 有 ${rounds} 轮出错`,
  exactAsWell: (titles) => `同样精确：${titles}`,
  inexact: (titles) => `不精确：${titles}`,
  without: (titles) => `没有数字：${titles}`,
  nobody: '没有其他服务器',
  oursWithout: (rest) => `本项目没有数字；${rest}`,
  oursInexact: (rest) => `本项目不精确；${rest}`,
  events: (count, step) => `在“${step}”每秒 ${count} 个事件`,
  alone: (at) => `${at}，没有其他服务器在那里有等量工作的数字`,
  tooLight: '最重的步骤也太轻：其他服务器同样跟得上',
  nearest: (at, title, count, times) => `${at}；最接近的 ${title} 为 ${count}：${times}`,
  and: '；',
  sentence: (fragment) => `${fragment}。`,
};

const READINGS: ReadingWords = {
  moreIsBetter: '越多越好。',
  lessIsBetter: '越少越好。',
  none: (step) => `本项目在“${step}”没有数字。`,
  alone: (step, ours) => `${atStep(step)}为 ${ours}；没有其他服务器在那里有等量工作的数字。`,
  beside: (step, ours, best, value, comparison) =>
    `${atStep(step)}为 ${ours}；其他服务器中最好的 ${best} 为 ${value}${comparison}。`,
  inBrackets: (text) => `（${text}）`,
  best: (title, value) => `其他中最好：${title}，${value}`,
  worst: (title, value) => `其中最后：${title}，${value}`,
  notCompared: (titles) => `工作不同，不作比较：${titles}`,
  work: (requests, lost) => ` · ${requests} 个请求，${lost === null ? '无丢失' : `丢失 ${lost} 个`}`,
  labels: {
    answers: '响应',
    container: '每个挂起请求（整个容器）',
    process: '每个挂起请求（进程）',
    lateness: '滞后 p99',
    events: '事件',
    cap: '上限',
    connect: '建连 p99',
    ready: '启动就绪用时',
  },
  exact: '精确',
  notExact: '不精确',
  exactAsWell: (titles) => `同样精确：${titles}`,
  inexact: (titles) => `不精确：${titles}`,
  nobody: '无',
  charts: {
    throughput: '每秒响应数',
    container: '每个挂起请求占整个容器的字节数',
    process: '每个挂起请求占进程的字节数',
    prompts: '64 KiB 提示词时的最大内存，MiB',
    held: '挂起十万个时的内存，MiB',
    memory: '内存随挂起请求数的变化',
    lateness: '滞后随挂起请求数的变化',
    events: '每秒事件数，以及晚了多少',
    kinds: '每路流占用的服务器处理器时间，微秒',
    storm: '建连 p99，毫秒',
    burst: '最后一个得到服务的用时，毫秒',
    scrape: '抓取与不抓取时的延迟 p99，毫秒',
    faults: '有无故障时的滞后 p99，毫秒',
    startup: '启动',
  },
  asPlanned: '按计划',
  requestsHeld: '挂起的请求数',
};

function atStep(step: string | null): string {
  return step === null ? '本项目' : `在“${step}”，本项目`;
}

export const CHINESE_REPORT: ReportWords = {
  lang: 'zh-CN',
  run: RUN,
  verdicts: VERDICTS,
  readings: READINGS,
  method: METHOD_CHINESE,
  notes: NOTES_CHINESE,
  scenarioTitle: ({ name }) => TITLES_CHINESE[name][1],
  scenarioName: (name) => TITLES_CHINESE[name][0],
  recorded: recordedInChinese,
  headings: {
    sections: '各部分',
    goals: '目标',
    method: '方法与机器',
    machine: '机器与运行',
    pieces: '各次运行',
    servers: '服务器',
    warnings: '警告',
    errors: '出错',
    leftOut: '未测',
  },
  documentTitle: (version) => `llm-mock-server ${version} 基准测试`,
  title: (version, cores, memory) =>
    `llm-mock-server ${version}：${cores}${memory === null ? '' : `，${memory}`}`,
  load: (generator) => `压测工具 ${generator}`,
  against: (others) => `与另外 ${others} 个服务器在同样的限制下比较。`,
  explained:
    '数字均为中位数。“为其 2.9 倍”指本项目的数值是对方的 2.9 倍，“为其 1/2.9”指只有对方的 1/2.9；比较在每一轮之内算出。',
  reproduce: '复现命令：',
  pieces: (count) => ['分 ', `${count} 次`, '测得，各有其命令和条件。'],
  allFigures: (step) => `${step === null ? '' : `${step}：`}全部数字与每一轮`,
  tableOf: (what, kind) => `${what}：${kind === 'all' ? '全部数字' : '每一轮'}`,
  eachRound: {
    caption: '每一轮的实测结果；“次序”是服务器在该轮中的先后。原因见下。',
    round: '轮次',
    place: '次序',
  },
  everyStep: '所有步骤',
  inRounds: (rounds) => `（第 ${rounds.join('、')} 轮）`,
  list: '、',
  unit: (unit) => UNITS_CHINESE[unit] ?? unit,
  remark: (server, places, said) => `${server}，${places}：${said}`,
  step: (title) => `“${title}”`,
  spoken: (title, reading) => `${title}。${reading}`,
};
