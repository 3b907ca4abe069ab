/** The texts of the table by model in Chinese; see texts-zh.ts. */
import type { modelsEn } from './texts-models-en.js';

export const modelsZh: Readonly<Record<keyof typeof modelsEn, string>> = {
  'models.title': '按模型',
  'models.hint':
    '模型文件中的各行，“other”为其余全部。速率为最近 10 秒的值，时间为最近一分钟的值，计划 / 实际。读出模型之后，请求才计入此表。',
  'models.none': '还没有请求指定模型。',
  'models.model': '模型',
  'models.requests': '请求',
  'models.failures': '失败',
  'models.active': '进行中',
  'models.requestRate': '请求/秒',
  'models.tokenRate': 'token/秒',
  'models.firstP50': '首个 token p50',
  'models.firstP99': '首个 token p99',
  'models.answerP50': '完整应答 p50',
  'models.answerP99': '完整应答 p99',
  'models.tokenP50': '每个输出 token p50',
  'models.tokenP99': '每个输出 token p99',
};
