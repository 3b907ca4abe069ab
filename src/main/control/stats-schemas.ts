/**
 * Owns the shapes of what is told of statistics: to people, and to another instance that sums. Plain data.
 */
import { OUTCOMES } from '../../shared/figures/models.js';
import { BUCKET_SCHEME } from '../../shared/figures/quantiles.js';
import { GROUP_KINDS } from '../records/statistics.js';
import { count, mapOf, milliseconds, moment, nullableText, object, type Schema, text } from './shapes.js';

const figures = {
  since: moment,
  in_flight: count,
  peak_in_flight: { ...count, description: 'Since the start of the server.' },
  cap: count,
  draining: { type: 'boolean' },
};
const instance = { instance: { ...text, description: 'Another one after each start.' }, ...figures };
const group = { $ref: '#/components/schemas/Group' };
const stats = {
  ...figures,
  totals: group,
  endpoints: mapOf(group),
  statuses: mapOf(count),
  models: mapOf(group),
};

export const STATS_SCHEMAS = {
  Percentiles: object({ count, p50: milliseconds, p90: milliseconds, p99: milliseconds, max: milliseconds }),
  Times: object({
    planned: { $ref: '#/components/schemas/Percentiles' },
    actual: { $ref: '#/components/schemas/Percentiles' },
  }),
  Group: object({
    requests: count,
    answered: count,
    refused: count,
    aborted: count,
    prompt_tokens: count,
    completion_tokens: count,
    first_token_ms: { $ref: '#/components/schemas/Times' },
    answer_ms: { $ref: '#/components/schemas/Times' },
  }),
  Stats: object(stats),
  Instance: object(instance),
  StatsSum: object({
    ...stats,
    since: { ...moment, description: 'Since when the first of them has counted.' },
    peak_in_flight: {
      ...count,
      description: 'The sum of their peaks, which need not have been at one time.',
    },
    cap: { ...count, description: 'The sum of their caps, which is the cap of all.' },
    draining: { type: 'boolean', description: 'Whether all of them are.' },
    instances: {
      type: 'array',
      minItems: 1,
      items: { $ref: '#/components/schemas/Instance' },
      description: 'Those that the sum holds, each once; the one that was asked comes first.',
    },
    peers: {
      type: 'array',
      items: object({
        url: text,
        ok: { type: 'boolean' },
        instance: { ...nullableText, description: 'Which one it is; one with two names is summed once.' },
        error: { ...nullableText, description: 'Why it is not in the sum.' },
      }),
    },
  }),
  StatsOrSum: {
    oneOf: [{ $ref: '#/components/schemas/Stats' }, { $ref: '#/components/schemas/StatsSum' }],
  },
  ReportLine: {
    oneOf: [
      object({ ...instance, scheme: { const: BUCKET_SCHEME }, statuses: mapOf(count) }),
      object({
        kind: { enum: GROUP_KINDS },
        name: { ...text, description: 'Empty of the totals.' },
        ...Object.fromEntries(OUTCOMES.map((outcome) => [outcome, count])),
        prompt_tokens: count,
        completion_tokens: count,
        times: {
          type: 'array',
          minItems: 4,
          maxItems: 4,
          items: object({
            lowest: { ...count, description: 'The bucket of the first count.' },
            counts: { type: 'array', items: count, maxItems: BUCKET_SCHEME.buckets },
            max_ms: { type: 'number', minimum: 0 },
          }),
          description: 'Of the first token, planned and actual, then of the answer.',
        },
      }),
    ],
    description: 'The first line is of the one kind, all others are of the other.',
  },
} as const satisfies Readonly<Record<string, Schema>>;
