/**
 * DashScope's compatible mode: OpenAI's APIs under a path of its own, with its own errors and some fields of its own. Pure data.
 */
import { keyHeader, type Provider } from '../contract/provider.js';
import { createChatProtocol } from '../openai/chat/chat.js';
import { completionsProtocol } from '../openai/completions.js';
import { embeddingsProtocol } from '../openai/embeddings.js';
import { OPENAI_MODELS } from '../openai/models.js';
import { responsesProtocol } from '../openai/responses/responses.js';
import { dashScopeDialect } from './dialect.js';
import { checkThinking } from './thinking.js';

export const dashScope: Provider = {
  name: 'DashScope',
  dialect: dashScopeDialect,
  realms: ['/compatible-mode'],
  keys: [keyHeader('authorization', 'bearer')],
  mounts: [
    {
      path: '/compatible-mode/v1/chat/completions',
      protocol: createChatProtocol({ dashScope: true, check: checkThinking }),
    },
    { path: '/compatible-mode/v1/completions', protocol: completionsProtocol },
    { path: '/compatible-mode/v1/responses', protocol: responsesProtocol },
    { path: '/compatible-mode/v1/embeddings', protocol: embeddingsProtocol },
  ],
  models: [{ path: '/compatible-mode/v1/models', ...OPENAI_MODELS }],
};
