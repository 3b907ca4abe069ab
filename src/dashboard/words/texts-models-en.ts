/** The texts of the table by model in English; see texts-en.ts. */
export const modelsEn = {
  'models.title': 'By model',
  'models.hint':
    'Rows of the models file; “other” is everything else. Rates are those of the last 10 seconds, times those of the last minute, planned / actual. A request counts here once its model was read.',
  'models.none': 'No request has named a model yet.',
  'models.model': 'Model',
  'models.requests': 'Requests',
  'models.failures': 'Failures',
  'models.active': 'In flight',
  'models.requestRate': 'Requests/s',
  'models.tokenRate': 'Tokens/s',
  'models.firstP50': 'First token p50',
  'models.firstP99': 'First token p99',
  'models.answerP50': 'Whole answer p50',
  'models.answerP99': 'Whole answer p99',
  'models.tokenP50': 'Per output token p50',
  'models.tokenP99': 'Per output token p99',
} as const;
