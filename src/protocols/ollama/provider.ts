/**
 * Ollama's own API. Pure data. Its paths in OpenAI's shape are those at /v1.
 */
import { keyHeader, type Provider } from '../contract/provider.js';
import { ollamaDialect } from './dialect.js';
import { embedProtocol, olderEmbeddingsProtocol } from './embed.js';
import { OLLAMA_PAGES } from './models.js';
import { showProtocol } from './show.js';
import { chatProtocol, generateProtocol } from './text.js';

export const ollama: Provider = {
  name: 'Ollama',
  dialect: ollamaDialect,
  realms: ['/api'],
  keys: [keyHeader('authorization', 'bearer')],
  mounts: [
    { path: '/api/chat', protocol: chatProtocol },
    { path: '/api/generate', protocol: generateProtocol },
    { path: '/api/embed', protocol: embedProtocol },
    { path: '/api/embeddings', protocol: olderEmbeddingsProtocol },
    { path: '/api/show', protocol: showProtocol },
  ],
  models: OLLAMA_PAGES,
};
