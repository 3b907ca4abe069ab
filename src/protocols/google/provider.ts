/**
 * Google's Gemini API. Pure data. The model, and whether the answer is a stream, are said by the path.
 *
 * Google's own client in Python asks below /v1, all others below /v1beta. Below /v1 the models are listed as OpenAI lists them.
 */

import type { Protocol } from '../contract/protocol.js';
import { keyHeader, keyParameter, type Mount, type Provider } from '../contract/provider.js';
import { countTokensProtocol } from './count-tokens.js';
import { googleDialect } from './dialect.js';
import { batchEmbedContentsProtocol, embedContentProtocol } from './embed-content.js';
import { generateContentArrayProtocol, generateContentProtocol } from './generate-content.js';
import { GOOGLE_MODELS } from './models.js';

type Verb =
  | 'generateContent'
  | 'streamGenerateContent'
  | 'countTokens'
  | 'embedContent'
  | 'batchEmbedContents';

function mountVerb(verb: Verb, protocol: Protocol, more: Pick<Mount, 'stream' | 'query'> = {}): Mount {
  const path = `/models/{model}:${verb}` as const;
  return { path: `/v1beta${path}`, alsoAt: `/v1${path}`, protocol, ...more };
}

export const google: Provider = {
  name: 'Google',
  dialect: googleDialect,
  realms: ['/v1beta'],
  keys: [keyHeader('x-goog-api-key'), keyParameter('key')],
  mounts: [
    mountVerb('generateContent', generateContentProtocol, { stream: false }),
    mountVerb('streamGenerateContent', generateContentProtocol, {
      query: { name: 'alt', value: 'sse' },
      stream: true,
    }),
    mountVerb('streamGenerateContent', generateContentArrayProtocol, { stream: true }),
    mountVerb('countTokens', countTokensProtocol),
    mountVerb('embedContent', embedContentProtocol),
    mountVerb('batchEmbedContents', batchEmbedContentsProtocol),
  ],
  models: [{ path: '/v1beta/models', ...GOOGLE_MODELS }],
};
