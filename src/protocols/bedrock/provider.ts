/**
 * AWS Bedrock's runtime. Pure data. The model is named by the path, and so is whether the answer is a stream; in which form a model is
 * invoked depends on its family.
 *
 * A key is a bearer token, or the id of the access key that a request is signed with: signatures are not checked.
 */
import type { Protocol } from '../contract/protocol.js';
import { keyHeader, type Mount, type Provider } from '../contract/provider.js';
import { claudeProtocol } from './claude.js';
import { converseProtocol, novaProtocol } from './converse.js';
import { bedrockDialect } from './dialect.js';
import { llamaProtocol, titanProtocol } from './prompts.js';
import { titanEmbedProtocol } from './titan-embed.js';

/** By what the name of a model says; one that says nothing is taken for Claude. */
const FAMILIES: readonly (readonly [protocol: Protocol, model?: RegExp])[] = [
  [novaProtocol, /nova/i],
  [titanEmbedProtocol, /titan-embed/i],
  [titanProtocol, /titan/i],
  [llamaProtocol, /llama/i],
  [claudeProtocol],
];

function mountsOf([protocol, model]: (typeof FAMILIES)[number]): Mount[] {
  const chosen = model === undefined ? {} : { model };
  const whole: Mount = { path: '/model/{modelId}/invoke', protocol, stream: false, ...chosen };
  const path = '/model/{modelId}/invoke-with-response-stream';
  return [whole, { path, protocol, stream: true, ...chosen }];
}

export const bedrock: Provider = {
  name: 'AWS Bedrock',
  dialect: bedrockDialect,
  realms: ['/model'],
  keys: [
    keyHeader('authorization', 'bearer'),
    { header: 'authorization', query: null, scheme: 'aws4-hmac-sha256', within: /Credential=([^/\s,]+)/ },
  ],
  mounts: [
    { path: '/model/{modelId}/converse', protocol: converseProtocol, stream: false },
    { path: '/model/{modelId}/converse-stream', protocol: converseProtocol, stream: true },
    ...FAMILIES.flatMap(mountsOf),
  ],
  models: [],
};
