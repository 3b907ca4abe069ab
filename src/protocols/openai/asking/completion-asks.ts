/**
 * What a completion asks for beside words: a format, a length, in the fields that vLLM added to OpenAI's. Pure.
 */
import { NO_ASK } from '../../../behavior/plan/wish.js';
import { isApiError } from '../../../shared/errors.js';
import type { AskRules } from '../../request/read-request.js';
import { FORMAT_FIELDS, readFormat } from './format.js';
import { LENGTH_FIELDS, readLengths } from './lengths.js';

export const COMPLETION_ASKS: AskRules = {
  fields: new Set([...LENGTH_FIELDS, ...FORMAT_FIELDS]),
  read(root) {
    const format = readFormat(root);
    return isApiError(format) ? format : { ...NO_ASK, ...readLengths(root), format };
  },
};
