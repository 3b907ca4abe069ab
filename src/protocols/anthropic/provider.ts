/**
 * Anthropic's API. Pure data. Its models are listed at the path where OpenAI's are, in OpenAI's shape.
 */
import { keyHeader, type Provider } from '../contract/provider.js';
import { anthropicDialect } from './dialect.js';
import { messagesProtocol } from './messages.js';

export const anthropic: Provider = {
  name: 'Anthropic',
  dialect: anthropicDialect,
  realms: ['/v1/messages'],
  keys: [keyHeader('x-api-key')],
  mounts: [{ path: '/v1/messages', protocol: messagesProtocol }],
  models: [],
};
