/**
 * Cohere's rerank. Pure data. At /v1/rerank others are asked as well: a client of Cohere's says who made it.
 */
import { keyHeader, type Provider } from '../contract/provider.js';
import { cohereDialect } from './dialect.js';
import { createCohereRerank } from './rerank.js';

export const cohere: Provider = {
  name: 'Cohere',
  dialect: cohereDialect,
  realms: ['/v2'],
  keys: [keyHeader('authorization', 'bearer')],
  mounts: [
    { path: '/v2/rerank', protocol: createCohereRerank(2) },
    {
      path: '/v1/rerank',
      protocol: createCohereRerank(1),
      headers: [
        { header: 'x-fern-sdk-name', holds: 'cohere' },
        { header: 'user-agent', holds: 'cohere' },
      ],
    },
  ],
  models: [],
};
