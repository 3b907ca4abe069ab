/**
 * Google's Gemini API. Pure data. The model, and whether the answer is a stream, are said by the path.
 */
import { keyHeader, keyParameter, type Provider } from '../contract/provider.js';
import { countTokensProtocol } from './count-tokens.js';
import { googleDialect } from './dialect.js';
import { batchEmbedContentsProtocol, embedContentProtocol } from './embed-content.js';
import { generateContentArrayProtocol, generateContentProtocol } from './generate-content.js';
import { GOOGLE_MODELS } from './models.js';

export const google: Provider = {
  name: 'Google',
  dialect: googleDialect,
  realms: ['/v1beta'],
  keys: [keyHeader('x-goog-api-key'), keyParameter('key')],
  mounts: [
    { path: '/v1beta/models/{model}:generateContent', protocol: generateContentProtocol, stream: false },
    {
      path: '/v1beta/models/{model}:streamGenerateContent',
      query: { name: 'alt', value: 'sse' },
      protocol: generateContentProtocol,
      stream: true,
    },
    {
      path: '/v1beta/models/{model}:streamGenerateContent',
      protocol: generateContentArrayProtocol,
      stream: true,
    },
    { path: '/v1beta/models/{model}:countTokens', protocol: countTokensProtocol },
    { path: '/v1beta/models/{model}:embedContent', protocol: embedContentProtocol },
    { path: '/v1beta/models/{model}:batchEmbedContents', protocol: batchEmbedContentsProtocol },
  ],
  models: [{ path: '/v1beta/models', ...GOOGLE_MODELS }],
};
