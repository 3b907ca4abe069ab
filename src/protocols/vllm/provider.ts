/**
 * What vLLM's server has beside OpenAI's APIs. Pure data. Its errors are as OpenAI writes them; /version and /ping are pages.
 */
import type { Provider } from '../contract/provider.js';
import { openAiDialect } from '../openai/dialect.js';
import { detokenizeProtocol } from './detokenize.js';
import { tokenizeProtocol } from './tokenize.js';

export const vllm: Provider = {
  name: 'vLLM',
  dialect: openAiDialect,
  realms: ['/tokenize', '/detokenize'],
  keys: [],
  mounts: [
    { path: '/tokenize', protocol: tokenizeProtocol },
    { path: '/detokenize', protocol: detokenizeProtocol },
  ],
  models: [],
};
