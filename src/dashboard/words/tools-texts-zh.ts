/**
 * Owns the texts of what the page has beside its figures, in simplified Chinese. Plain data; spread into texts-zh.ts.
 */
import type { ToolsTexts } from './tools-texts-en.js';

export const toolsZh: ToolsTexts = {
  'status.refusing': '正在拒绝',
  'status.full': '已满',
  'status.strained': '吃力',
  'status.late': '太慢',
  'status.nearMemory': '内存接近上限',
  'status.memory': '内存快满了',

  'page.charts.1': '最近 1 分钟',
  'page.charts.5': '最近 5 分钟',
  'page.charts.10': '最近 10 分钟',
  'page.charts.part': '{from} 至 {to}',
  'page.cursorHelp':
    '左右方向键每次移动一秒，Home 和 End 移到两端。加号和减号缩放，0 恢复全部。Escape 退出。',

  'windows.label': '时间范围',
  'windows.1': '1 分钟',
  'windows.5': '5 分钟',
  'windows.10': '10 分钟',
  'zoom.back': '恢复全部',

  'strip.label': '每一秒的情况。{counts}',
  'strip.none': '还没有数据。',
  'second.quiet': '没有请求',
  'second.good': '准时',
  'second.faults': '有意的故障',
  'second.refusing': '有拒绝',
  'second.slow': '滞后',
  'second.gone': '未连接',

  'run.last': '上一次运行',
  'run.going': '本次运行至今',
  'run.when': '{from} 至 {to}',
  'run.duration': '持续',
  'run.requests': '请求',
  'run.requestsPerSecond': '请求/秒',
  'run.answered': '已响应',
  'run.answersPerSecond': '响应/秒',
  'run.refused': '已拒绝',
  'run.failures': '失败',
  'run.faults': '有意的故障',
  'run.peak': '最多在途',
  'run.tokensPerSecond': 'token/秒',
  'run.firstToken': '首 token p50 / p99',
  'run.answer': '完整响应 p50 / p99',
  'run.lateness': '滞后 p99',
  'run.seconds': '各秒：{counts}。',

  'save.csv': '导出 CSV',
  'save.report': '报告',
  'save.csv.label': '导出 CSV：所显示的数据',
  'save.report.label': '保存报告：一个 HTML 文件',
  'report.made': '保存于 {date} {time}。',
  'report.most': '最多 {figure}',
  'report.changes': '设置的更改',
  'report.changes.none': '这段时间没有更改。',
  'report.changes.more': '另有 {n} 次。',
};
