/**
 * What one thread tells of a stored response, to another that was asked: made to be cloned, and what it was again. Any thread that serves.
 * A kind of error is known by its identity, which does not cross threads: its name does.
 */
import { BytesBody, isReplyBody, wholeBytes } from '../../protocols/contract/reply-body.js';
import { apiError, ERROR_KINDS, isApiError } from '../../shared/errors.js';
import type { Told } from '../pages/response-told.js';
import type { ToldElsewhere } from './messages.js';

export function toClone(told: Told): ToldElsewhere {
  if (typeof told === 'string') return { ok: true, body: told };
  if (!isApiError(told))
    return { ok: true, body: isReplyBody(told) ? new Uint8Array(wholeBytes(told)) : told };
  const [kind = 'internal'] = Object.entries(ERROR_KINDS).find(([, one]) => one === told.kind) ?? [];
  return { ok: false, kind, message: told.message, param: told.param };
}

export function fromClone(told: ToldElsewhere): Told {
  if (!told.ok) {
    return apiError(ERROR_KINDS[told.kind as keyof typeof ERROR_KINDS], told.message, told.param);
  }
  const { body } = told;
  return typeof body === 'string' ? body : new BytesBody(Buffer.from(body));
}
