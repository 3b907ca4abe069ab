/**
 * DashScope's own API, beside its compatible mode: what the `dashscope` SDKs ask. Pure data. Whether the answer is a stream is said
 * by a header.
 */

import type { Protocol } from '../contract/protocol.js';
import { keyHeader, type Mount, type Provider } from '../contract/provider.js';
import { dashScopeNativeDialect } from './dialect.js';
import { textEmbeddingProtocol } from './embeddings.js';
import { multimodalGenerationProtocol, textGenerationProtocol } from './generation.js';
import { textRerankProtocol } from './rerank.js';

const STREAMED: Pick<Mount, 'headers' | 'stream'> = {
  headers: [
    { header: 'x-dashscope-sse', holds: 'enable' },
    { header: 'accept', holds: 'text/event-stream' },
  ],
  stream: true,
};

/** In one piece, and streamed. */
function mountBoth(path: Mount['path'], protocol: Protocol): readonly Mount[] {
  return [
    { path, protocol, stream: false },
    { path, protocol, ...STREAMED },
  ];
}

export const dashScopeNative: Provider = {
  name: 'DashScope',
  dialect: dashScopeNativeDialect,
  realms: ['/api/v1'],
  keys: [keyHeader('authorization', 'bearer')],
  mounts: [
    ...mountBoth('/api/v1/services/aigc/text-generation/generation', textGenerationProtocol),
    ...mountBoth('/api/v1/services/aigc/multimodal-generation/generation', multimodalGenerationProtocol),
    { path: '/api/v1/services/embeddings/text-embedding/text-embedding', protocol: textEmbeddingProtocol },
    { path: '/api/v1/services/rerank/text-rerank/text-rerank', protocol: textRerankProtocol },
  ],
  models: [],
};
