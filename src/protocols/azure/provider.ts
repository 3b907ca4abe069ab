/**
 * Azure OpenAI: OpenAI's APIs by deployment, whose name stands for the model, and below /openai/v1, where the body names it. Pure
 * data. `api-version` may say anything, or be missing.
 */
import type { Protocol } from '../contract/protocol.js';
import { keyHeader, type Mount, type Provider } from '../contract/provider.js';
import { speechProtocol } from '../openai/audio/speech.js';
import { transcriptionsProtocol, translationsProtocol } from '../openai/audio/transcriptions.js';
import { createChatProtocol } from '../openai/chat/chat.js';
import { createCompletionsProtocol } from '../openai/completions.js';
import { embeddingsProtocol } from '../openai/embeddings.js';
import { imagesProtocol } from '../openai/images/generations.js';
import { OPENAI_MODELS } from '../openai/models.js';
import { responsesProtocol } from '../openai/responses/responses.js';
import { azureDialect } from './dialect.js';
import { CONTENT_FILTERS } from './filters.js';

const chatProtocol = createChatProtocol({ dashScope: false, annotations: CONTENT_FILTERS });
const completionsProtocol = createCompletionsProtocol(CONTENT_FILTERS);

type MediaPath = 'images/generations' | `audio/${'speech' | 'transcriptions' | 'translations'}`;

/** By deployment, and where the body names the model. */
function mountMedia(what: MediaPath, protocol: Protocol): Mount {
  return { path: `/openai/deployments/{name}/${what}`, alsoAt: [`/openai/v1/${what}`], protocol };
}

export const azure: Provider = {
  name: 'Azure',
  dialect: azureDialect,
  realms: ['/openai'],
  keys: [keyHeader('api-key'), keyHeader('authorization', 'bearer')],
  mounts: [
    { path: '/openai/deployments/{name}/chat/completions', protocol: chatProtocol },
    { path: '/openai/deployments/{name}/completions', except: 'chat', protocol: completionsProtocol },
    { path: '/openai/deployments/{name}/embeddings', protocol: embeddingsProtocol },
    { path: '/openai/v1/chat/completions', protocol: chatProtocol },
    { path: '/openai/v1/completions', protocol: completionsProtocol },
    {
      path: '/openai/v1/responses',
      alsoAt: ['/openai/responses', '/openai/deployments/{name}/responses'],
      protocol: responsesProtocol,
    },
    { path: '/openai/v1/embeddings', protocol: embeddingsProtocol },
    mountMedia('images/generations', imagesProtocol),
    mountMedia('audio/speech', speechProtocol),
    mountMedia('audio/transcriptions', transcriptionsProtocol),
    mountMedia('audio/translations', translationsProtocol),
  ],
  models: [{ path: '/openai/v1/models', alsoAt: '/openai/models', ...OPENAI_MODELS }],
};
