/**
 * Ollama's show: a request that is answered with what a model is. Pure.
 * Source: Ollama's public API reference (POST /api/show).
 */
import type { ApiError } from '../../shared/errors.js';
import type { Protocol } from '../contract/protocol.js';
import { JSON_LINES } from '../contract/stream-format.js';
import type { JsonObject } from '../request/body/json-body.js';
import { type BodyRules, readRequest } from '../request/read-request.js';
import { TextRequest } from '../request/text-request.js';
import { BOOLEAN, rules } from '../validation/rules.js';
import { textOptions } from './fields.js';
import { SHOWN } from './models.js';
import { OLLAMA_WORDING } from './wording.js';

const SHOW_BODY: BodyRules<TextRequest> = {
  wording: OLLAMA_WORDING,
  fields: rules({ verbose: BOOLEAN }),
  prompt: 'prompts',
  read: readName,
  make: (model, _root, { tokens }) =>
    TextRequest.of(model, tokens, { ...textOptions({ stream: false }, false, null), ask: null, media: null }),
};

/** It was `name` before. */
function readName({ model, name }: JsonObject): ApiError | undefined {
  return (model ?? name ?? null) === null ? OLLAMA_WORDING.missing('model') : undefined;
}

export const showProtocol: Protocol<TextRequest> = {
  parse: (body, options) => readRequest(body, options, SHOW_BODY),
  streamFormat: JSON_LINES,
  restore: TextRequest.restore,
  encodeReply: () => SHOWN,
  openStream: null,
};
