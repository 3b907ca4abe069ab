/**
 * The list of models, a page of it at a time, and one of them. Pure. Source: Anthropic's public API reference (List Models, Get a
 * Model).
 */
import type { ApiError } from '../../shared/errors.js';
import type { ListedModel, ModelList } from '../contract/provider.js';
import { ANTHROPIC_WORDING } from './wording.js';

const LIMIT_DEFAULT = 20;
const LIMIT_MAX = 1_000;
const MS_PER_SECOND = 1_000;

function modelOf({ name }: ListedModel, createdSeconds: number): object {
  const createdAt = new Date(createdSeconds * MS_PER_SECOND).toISOString().replace('.000Z', 'Z');
  return { type: 'model', id: name, display_name: name, created_at: createdAt };
}

/** Of the models behind `after_id`, or ahead of `before_id`, so many as `limit` says. An id that is not there starts at the end that it leads from. */
function encodeList(
  models: readonly ListedModel[],
  createdSeconds: number,
  parameter: (name: string) => string,
): string | ApiError {
  const limit = parameter('limit') === '' ? LIMIT_DEFAULT : Number(parameter('limit'));
  if (!Number.isInteger(limit)) return ANTHROPIC_WORDING.wrongType('limit', 'an integer', limit);
  if (limit < 1 || limit > LIMIT_MAX) {
    return ANTHROPIC_WORDING.outOfBounds('limit', 'integer', 1, LIMIT_MAX, limit);
  }
  const before = models.findIndex(({ name }) => name === parameter('before_id'));
  const start = before === -1 ? models.findIndex(({ name }) => name === parameter('after_id')) + 1 : 0;
  const rest = before === -1 ? models.slice(start) : models.slice(0, before);
  const page = before === -1 ? rest.slice(0, limit) : rest.slice(-limit);
  return JSON.stringify({
    data: page.map((model) => modelOf(model, createdSeconds)),
    has_more: page.length < rest.length,
    first_id: page[0]?.name ?? null,
    last_id: page.at(-1)?.name ?? null,
  });
}

export const ANTHROPIC_MODELS: Omit<ModelList, 'path'> = {
  header: 'anthropic-version',
  encodeList,
  encodeOne: (model, createdSeconds) => JSON.stringify(modelOf(model, createdSeconds)),
};
