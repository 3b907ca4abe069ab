// Owns: the longer texts of a report in Chinese: how it was measured, and what each scenario asks. Must never: state a figure.

import type { ScenarioName } from './results.js';

export const METHOD_CHINESE: readonly string[] = [
  '每个服务器尽其所能做同样的工作：解析请求体、遵守上限、等待、响应。响应的字节相同，现成的 mock 服务器除外，它们有各自的响应。' +
    '计时之前，所有响应都先经过核对。服务器做不到的项目不测，并注明原因。',
  '每一轮的每个场景中，服务器都在全新的进程里运行，各步骤依次进行；每一轮服务器的先后顺序反转。测量之前先预热，但密度（预热会掩盖' +
    '请求的真实开销）和启动除外。压力来自限制之外，如有其他处理器，则来自其他处理器。',
  '只有工作量相等时才作比较：请求数相同、上限相同、丢失的请求一样少、响应中的文字相同。“底线”服务器有意少做工作，' +
    '只在建连上与本项目相比。',
  '测量每一步时都监视机器：其他进程占用了单核的多少，宿主机拿走了多少。超过单核的十分之一，或处理器时间的 2 %，' +
    '该步骤和整次运行都会带上警告；每一轮都列出这两个数字。',
  '每个数字都是各轮的中位数，报告中列出所有原始轮次。与本项目的比较在每一轮之内算出，显示的是其中位数。' +
    '“为其 2.9 倍”指数值之比；越小越好的项目写作“为其 1/2.9”。“无明显差别”表示各轮对孰优孰劣并不一致。',
  '出现意外的状态码、无法解析的响应或未按时的计划，该轮即为出错，不给出数字。有一半或更多轮次出错的服务器，' +
    '在该步骤中没有数字；出错较少时，次数列在其余轮次的中位数旁边。',
];

export const NOTES_CHINESE: Readonly<Record<ScenarioName, string>> = {
  throughput:
    '没有任何延迟：服务器每秒给出多少完整而正确的响应，分别在少量和大量长连接上，以及每个请求新建连接时。',
  density:
    '同时挂起许多请求（客户端能够编译时来自几个地址），最后全部响应。每个挂起请求的字节数，是超出最轻步骤的内存除以多出的请求数：既有整个容器的（真正付费的部分，' +
    '含内核所占），也有仅进程的。滞后是响应比应到时间晚了多少。',
  prompts:
    '与挂起请求相同，但提示词为 64 KiB 且各不相同。看的是任何时刻出现过的最大内存，包括接收提示词期间：' +
    '把收到的内容留在内存里的服务器，就需要这么多。',
  'held-100k':
    '同时十万个请求，来自五个地址，因为一个地址的端口不够：挂起期间整个容器的内存、丢失了多少、响应晚了多少。',
  cap: '同时发出的请求多于上限：上限以内的必须响应，超出的每一个都要立即拒绝。“精确”指每一轮中一个不多、一个不少。',
  streaming:
    '服务器发送事件（SSE）流，每个事件都有固定的应到时间，流越来越多，直到服务器跟不上。事件/秒是实际到达的数量；' +
    '滞后是流的最后一个事件比应到时间晚了多少。',
  'stream-kinds':
    '同样的流，分别是纯文本、末尾附带用量、工具调用，以及一半故意中断：每路流占用服务器多少处理器时间，' +
    '最后一个事件晚了多少。服务器做不到的不测；调用的长短各异，因此没有滞后。',
  burst: '所有连接在同一时刻打开：最后一个得到响应要多久，其间内核拒绝了多少、重传了多少。',
  'connect-storm':
    '客户端在同一时刻全部建立连接并各请求一次：建连要多久，因无人接受而被内核丢弃多少，最后一个得到服务要多久。' +
    'bare uWS（仅 uWebSockets.js）为底线。',
  scrape:
    '稳定的压力，一次不抓取、一次每秒抓取 /metrics：监视服务器要让请求付出什么代价。没有该页面的服务器不测。',
  faults:
    '同样的压力，一次没有故障、一次有一半故意失败：另一半晚了多少，服务器挂起的是否正好是要响应的那些。没有此类故障的服务器不测。',
  startup: '从进程启动到第一个正确响应的时间，以及届时的内存。',
};

export const TITLES_CHINESE: Readonly<Record<ScenarioName, readonly [name: string, title: string]>> = {
  throughput: ['吞吐', '零延迟时每秒的响应数'],
  density: ['密度', '请求挂起 10 秒期间的内存和滞后'],
  prompts: ['长提示词', '接收并挂起 64 KiB 提示词的请求 10 秒期间的内存'],
  'held-100k': ['十万挂起', '十万个请求挂起 30 秒'],
  cap: ['上限', '同时发出超过上限的请求'],
  streaming: ['流式', '每秒事件数，每路流每秒 50 个 token'],
  'stream-kinds': ['流的种类', '按内容区分，一路流的开销'],
  burst: ['突发', '所有连接同时到达，无延迟'],
  'connect-storm': ['建连风暴', '所有连接在同一时刻建立'],
  scrape: ['抓取', '满载时的延迟，抓取与不抓取'],
  faults: ['故障', '一部分请求故意失败时其余响应的滞后'],
  startup: ['启动', '从进程启动到第一个响应'],
};

export const UNITS_CHINESE: Readonly<Record<string, string>> = {
  '/s': '个/秒',
  ms: '毫秒',
  µs: '微秒',
  bytes: '字节',
};

/** What the bench records in English, and what it is in Chinese. What none of these knows stays as it was recorded. */
const RECORDED: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [/^has no cap$/, () => '没有上限'],
  [/^cannot hold an answer back$/, () => '不能延迟响应'],
  [/^does not stream at a given pace$/, () => '不能按给定的节奏发送流'],
  [/^has no metrics page$/, () => '没有指标页面'],
  [/^has no faults that it counts$/, () => '没有会计数的故障'],
  [/^cannot be asked for the usage of a stream$/, () => '不能要求流附带用量'],
  [/^calls no tool after the schema of the request$/, () => '不会按请求的模式调用工具'],
  [/^needs clients that are not built, for want of cargo$/, () => '需要的客户端没有构建：缺少 cargo'],
  [
    /^needs (\d+) open files, and (\d+) are allowed \(ulimit -Hn\)$/,
    (needed, allowed) => `需要打开 ${needed} 个文件，只允许 ${allowed} 个（ulimit -Hn）`,
  ],
  [/^saturated at ([\w-]+)$/, (step) => `在 ${step} 已饱和`],
  [
    /^the load generator used (\d+) % of its core: it may have been the limit, not the server$/,
    (share) => `压测工具用掉了其单核的 ${share} %：瓶颈可能是它，而不是服务器`,
  ],
  [
    /^the machine was busy: other processes used (\d+) % of a core(?: \(most of it (.*)\))?$/,
    (share, who) =>
      `机器繁忙：其他进程占用了单核的 ${share} %${who === undefined ? '' : `（主要是 ${who}）`}`,
  ],
  [
    /^the machine was not alone: its host took (\d+) % of its processors' time$/,
    (share) => `机器并非独享：宿主机拿走了处理器时间的 ${share} %`,
  ],
  [
    /^before the run, with a load average of ([\d.]+): (.*)$/,
    (load, said) => `运行之前（平均负载 ${load}）：${recordedInChinese(said ?? '') ?? said}`,
  ],
  [/^the run was broken off: (.*)$/, (said) => `运行中断：${said}`],
  [
    /^the servers could use swap: the engine cannot limit it$/,
    () => '服务器可能用到交换空间：引擎不能限制它',
  ],
  [
    /^the memory of whole containers cannot be read: their groups are not visible$/,
    () => '读不到整个容器的内存：看不到其控制组',
  ],
  [
    /^the load generator shared the processors of the servers: there are no others$/,
    () => '压测工具与服务器共用处理器：没有其他处理器',
  ],
  [
    /^the load generator ran on the same cores as the servers, on their other hardware threads$/,
    () => '压测工具与服务器在同样的核上，用的是另外的硬件线程',
  ],
  [/^no reason was recorded$/, () => '没有记录原因'],
];

/** Null where there are no words for it. */
export function recordedInChinese(text: string): string | null {
  for (const [pattern, write] of RECORDED) {
    const found = pattern.exec(text);
    if (found !== null) return write(...found.slice(1));
  }
  return null;
}
