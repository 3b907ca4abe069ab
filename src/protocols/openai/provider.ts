/**
 * OpenAI's APIs at /v1. Pure data.
 */
import { keyHeader, type Provider } from '../contract/provider.js';
import { speechProtocol } from './audio/speech.js';
import { transcriptionsProtocol, translationsProtocol } from './audio/transcriptions.js';
import { createChatProtocol } from './chat/chat.js';
import { completionsProtocol } from './completions.js';
import { openAiDialect } from './dialect.js';
import { embeddingsProtocol, poolingProtocol } from './embeddings.js';
import { imagesProtocol } from './images/generations.js';
import { OPENAI_MODELS } from './models.js';
import { moderationsProtocol } from './moderations.js';
import { rerankProtocol } from './rerank.js';
import { responsesProtocol } from './responses/responses.js';
import { scoreProtocol } from './score.js';

const chatProtocol = createChatProtocol({ dashScope: false });

export const openAi: Provider = {
  name: 'OpenAI',
  dialect: openAiDialect,
  realms: ['/v1'],
  keys: [keyHeader('authorization', 'bearer')],
  mounts: [
    { path: '/v1/chat/completions', protocol: chatProtocol },
    { path: '/v1/completions', protocol: completionsProtocol },
    { path: '/v1/responses', protocol: responsesProtocol },
    { path: '/v1/embeddings', protocol: embeddingsProtocol },
    { path: '/v1/rerank', alsoAt: '/rerank', protocol: rerankProtocol },
    { path: '/v1/score', alsoAt: '/score', protocol: scoreProtocol },
    { path: '/pooling', protocol: poolingProtocol },
    { path: '/v1/moderations', protocol: moderationsProtocol },
    { path: '/v1/audio/speech', protocol: speechProtocol },
    { path: '/v1/audio/transcriptions', protocol: transcriptionsProtocol },
    { path: '/v1/audio/translations', protocol: translationsProtocol },
    { path: '/v1/images/generations', protocol: imagesProtocol },
  ],
  models: [{ path: '/v1/models', ...OPENAI_MODELS }],
};
