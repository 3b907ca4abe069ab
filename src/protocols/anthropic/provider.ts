/**
 * Anthropic's API. Pure data. Its models are listed at the path where OpenAI's are, to whoever sends `anthropic-version`.
 */
import { keyHeader, type Provider } from '../contract/provider.js';
import { messagesCountProtocol } from './count-tokens.js';
import { anthropicDialect } from './dialect.js';
import { messagesProtocol } from './messages.js';
import { ANTHROPIC_MODELS } from './models.js';

export const anthropic: Provider = {
  name: 'Anthropic',
  dialect: anthropicDialect,
  realms: ['/v1/messages'],
  keys: [keyHeader('x-api-key')],
  mounts: [
    { path: '/v1/messages', protocol: messagesProtocol },
    { path: '/v1/messages/count_tokens', protocol: messagesCountProtocol },
  ],
  models: [{ path: '/v1/models', ...ANTHROPIC_MODELS }],
};
