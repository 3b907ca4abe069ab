/**
 * OpenAI's APIs at /v1, and the chat at the path of an Azure deployment, whose clients send `api-key`. Pure data.
 */
import { keyHeader, type Provider } from '../contract/provider.js';
import { speechProtocol } from './audio/speech.js';
import { transcriptionsProtocol, translationsProtocol } from './audio/transcriptions.js';
import { createChatProtocol } from './chat/chat.js';
import { completionsProtocol } from './completions.js';
import { openAiDialect } from './dialect.js';
import { embeddingsProtocol } from './embeddings.js';
import { imagesProtocol } from './images/generations.js';
import { OPENAI_MODELS } from './models.js';
import { responsesProtocol } from './responses/responses.js';

const chatProtocol = createChatProtocol({ dashScope: false });

export const openAi: Provider = {
  name: 'OpenAI',
  dialect: openAiDialect,
  realms: ['/v1', '/openai'],
  keys: [keyHeader('authorization', 'bearer'), keyHeader('api-key')],
  mounts: [
    { path: '/v1/chat/completions', protocol: chatProtocol },
    { path: '/v1/completions', protocol: completionsProtocol },
    { path: '/v1/responses', protocol: responsesProtocol },
    { path: '/v1/embeddings', protocol: embeddingsProtocol },
    { path: '/v1/audio/speech', protocol: speechProtocol },
    { path: '/v1/audio/transcriptions', protocol: transcriptionsProtocol },
    { path: '/v1/audio/translations', protocol: translationsProtocol },
    { path: '/v1/images/generations', protocol: imagesProtocol },
    { path: '/openai/deployments/{name}/chat/completions', protocol: chatProtocol },
  ],
  models: [{ path: '/v1/models', ...OPENAI_MODELS }],
};
