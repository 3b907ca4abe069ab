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

  'page.charts.1': 'The last minute',
  'page.charts.5': 'The last 5 minutes',
  'page.charts.10': 'The last 10 minutes',
  'page.charts.part': 'From {from} to {to}',
  'page.cursorHelp':
    'Left and right arrow keys move by a second, Home and End to the ends. Plus and minus zoom, 0 shows all again. Escape leaves.',

  'windows.label': 'How far back',
  'windows.1': '1 min',
  'windows.5': '5 min',
  'windows.10': '10 min',
  'zoom.back': 'Show all again',

  'strip.label': 'What each second was. {counts}',
  'strip.none': 'Nothing is known yet.',
  'second.quiet': 'nothing asked',
  'second.good': 'on time',
  'second.faults': 'faults on purpose',
  'second.refusing': 'refused some',
  'second.slow': 'late',
  'second.gone': 'not connected',

  'run.last': 'The last run',
  'run.going': 'The run so far',
  'run.when': '{from} to {to}',
  'run.duration': 'Lasted',
  'run.requests': 'Requests',
  'run.requestsPerSecond': 'Requests/s',
  'run.answered': 'Answered',
  'run.answersPerSecond': 'Answers/s',
  'run.refused': 'Refused',
  'run.failures': 'Failures',
  'run.faults': 'Faults on purpose',
  'run.peak': 'Most in flight',
  'run.tokensPerSecond': 'Tokens/s',
  'run.firstToken': 'First token p50 / p99',
  'run.answer': 'Whole answer p50 / p99',
  'run.lateness': 'Lateness p99',
  'run.seconds': 'Seconds: {counts}.',

  'save.csv': 'CSV',
  'save.report': 'Report',
  'save.csv.label': 'Save what is shown as CSV',
  'save.report.label': 'Save a report: one HTML file',
  'report.made': 'Saved on {date} at {time}.',
  'report.most': 'at most {figure}',
  'report.changes': 'Changes of settings',
  'report.changes.none': 'None in this time.',
  'report.changes.more': 'And {n} more.',
} as const;

export type ToolsTexts = Readonly<Record<keyof typeof toolsEn, string>>;
