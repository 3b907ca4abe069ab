/**
 * Owns the texts of the scenario, of ordered faults and of counters in the section "Control", in both languages. Plain data;
 * `{name}` is filled in.
 */
const en = {
  'scenario.title': 'Scenario',
  'scenario.hint':
    'Paste one as in a scenario file (YAML). An empty field starts the server’s own (SCENARIO_FILE) from its beginning.',
  'scenario.text': 'Scenario to start',
  'scenario.start': 'Start',
  'scenario.stop': 'Stop',
  'scenario.none': 'There is none.',
  'scenario.waiting': '“{name}” waits for its start.',
  'scenario.running': '“{name}” runs: {at} of {end}.',
  'scenario.done': '“{name}” has come to its end.',
  'scenario.stopped': '“{name}” was stopped.',
  'scenario.mark': 'Last mark: {mark}.',
  'scenario.said.started': 'The scenario runs.',
  'scenario.said.stopped': 'The scenario does not run; what was before holds again.',

  'orders.title': 'Faults for the next requests',
  'orders.hint':
    'In the grammar of faults, such as 429, cut(at=40%) or stall(30s). Each request that matches takes one.',
  'orders.fault': 'Fault',
  'orders.count': 'Requests',
  'orders.model': 'Model (all if empty)',
  'orders.add': 'Order',
  'orders.forget': 'Take all back',
  'orders.none': 'Nothing is ordered.',
  'orders.line': '{fault}, for {left} more',
  'orders.lineFor': '{fault}, for {left} more of {place}',
  'orders.said.ordered': 'Ordered.',
  'orders.said.forgotten': 'Nothing is ordered any more.',

  'counters.reset': 'Reset statistics and journal',
  'counters.said': 'Statistics and journal begin anew.',
} as const;

const zh: Readonly<Record<keyof typeof en, string>> = {
  'scenario.title': '场景',
  'scenario.hint': '在此粘贴场景文件的内容（YAML）。留空则从头开始服务器自己的场景（SCENARIO_FILE）。',
  'scenario.text': '要启动的场景',
  'scenario.start': '启动',
  'scenario.stop': '停止',
  'scenario.none': '没有场景。',
  'scenario.waiting': '“{name}”等待启动。',
  'scenario.running': '“{name}”正在运行：{at} / {end}。',
  'scenario.done': '“{name}”已结束。',
  'scenario.stopped': '“{name}”已停止。',
  'scenario.mark': '最近的标记：{mark}。',
  'scenario.said.started': '场景正在运行。',
  'scenario.said.stopped': '场景没有运行，之前的设置重新生效。',

  'orders.title': '后续请求的故障',
  'orders.hint': '按故障语法书写，例如 429、stall 或 reset。每个匹配的请求取走一个。',
  'orders.fault': '故障',
  'orders.count': '请求数',
  'orders.model': '模型（留空为全部）',
  'orders.add': '安排',
  'orders.forget': '全部撤销',
  'orders.none': '没有安排任何故障。',
  'orders.line': '{fault}，还有 {left} 个请求',
  'orders.lineFor': '{fault}，还有 {left} 个请求，{place}',
  'orders.said.ordered': '已安排。',
  'orders.said.forgotten': '不再安排任何故障。',

  'counters.reset': '重置统计和日志',
  'counters.said': '统计和日志重新开始。',
};

export const orders = { en, zh };
