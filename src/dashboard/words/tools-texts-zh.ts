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
};
