/**
 * Why a request is refused once it was read: for its model, for its length, or for a schema that nothing satisfies. Main thread.
 */
import { type FoundBehavior, modelNameOf } from '../../behavior/models/model-catalog.js';
import { SchemaProblem } from '../../behavior/schema/basis/problem.js';
import type { Dialect } from '../../protocols/contract/dialect.js';
import type { ModelRequest } from '../../protocols/contract/protocol.js';
import { type ApiError, apiError, ERROR_KINDS, shortened } from '../../shared/errors.js';
import type { ApiRoute } from './api-routes.js';

/** What is told where nothing satisfies a schema that the request gives; everything else is thrown again. */
export function refusalOfSchema(error: unknown): ApiError {
  if (!(error instanceof SchemaProblem)) throw error;
  const place = error.path === '' ? '' : ` (at ${error.path} of the schema)`;
  return apiError(ERROR_KINDS.wrongValue, `Invalid schema: ${error.message}${place}`);
}

export type Found = FoundBehavior & { readonly ok: true };

/** null where it is not. */
export function refusalOf(
  { dialect }: ApiRoute,
  request: ModelRequest,
  found: FoundBehavior,
): ApiError | null {
  if (found.ok) {
    const { modelLenMax } = found.behavior.profile;
    return modelLenMax === null ? null : refusalOfLength(dialect, request, modelLenMax);
  }
  return found.message === null
    ? apiError(ERROR_KINDS.modelNotFound, dialect.models.unknown(shortened(modelNameOf(request.model))))
    : apiError(ERROR_KINDS.wrongValue, found.message, 'model');
}

function refusalOfLength(dialect: Dialect, request: ModelRequest, most: number): ApiError | null {
  const { promptTokens, tokensMax } = request;
  const wantedTokens = tokensMax ?? 0;
  if (promptTokens + wantedTokens <= most) return null;
  const message = dialect.models.tooLong({ most, promptTokens, wantedTokens });
  return { ...apiError(ERROR_KINDS.contextLength, message), model: modelNameOf(request.model) };
}
