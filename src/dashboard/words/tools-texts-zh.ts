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
};
