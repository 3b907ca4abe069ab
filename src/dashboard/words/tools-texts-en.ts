/**
 * Owns the texts of what the page has beside its figures, in English: the pill's words for a verdict, the strip, the windows
 * of time, the last run and the reports. Plain data; spread into texts-en.ts.
 */
export const toolsEn = {
  'status.refusing': 'Refusing',
  'status.full': 'Full',
  'status.strained': 'Strained',
  'status.late': 'Too slow',
  'status.nearMemory': 'Near the memory limit',
  'status.memory': 'Memory nearly full',
} as const;

export type ToolsTexts = Readonly<Record<keyof typeof toolsEn, string>>;
