/**
 * The closed sets that metrics are labelled with. Every thread reads them, none may extend them at run time:
 * a label that came from a client (a model name, a raw path) would let it grow our memory and our scrapes.
 */

/** The endpoints that take a slot. */
export const MODEL_ENDPOINTS = [
  '/v1/chat/completions',
  '/compatible-mode/v1/chat/completions',
  '/openai/deployments/{name}/chat/completions',
  '/v1/completions',
  '/v1/responses',
  '/v1/embeddings',
  '/v1/messages',
  '/compatible-mode/v1/completions',
  '/compatible-mode/v1/responses',
  '/compatible-mode/v1/embeddings',
  '/v1beta/models/{model}:generateContent',
  '/v1beta/models/{model}:streamGenerateContent',
  '/v1beta/models/{model}:countTokens',
  '/v1beta/models/{model}:embedContent',
  '/v1beta/models/{model}:batchEmbedContents',
  '/api/v1/services/aigc/text-generation/generation',
  '/api/v1/services/aigc/multimodal-generation/generation',
  '/api/v1/services/embeddings/text-embedding/text-embedding',
  '/api/v1/services/rerank/text-rerank/text-rerank',
  '/v1/rerank',
  '/v2/rerank',
  '/v1/score',
  '/pooling',
  '/openai/deployments/{name}/completions',
  '/openai/deployments/{name}/embeddings',
  '/openai/v1/chat/completions',
  '/openai/v1/completions',
  '/openai/v1/responses',
  '/openai/v1/embeddings',
  '/v1/messages/count_tokens',
  '/v1/moderations',
  '/tokenize',
  '/detokenize',
  '/api/chat',
  '/api/generate',
  '/api/embed',
  '/api/embeddings',
  '/api/show',
  '/model/{modelId}/converse',
  '/model/{modelId}/converse-stream',
  '/model/{modelId}/invoke',
  '/model/{modelId}/invoke-with-response-stream',
  '/v1/images/generations',
  '/v1/audio/speech',
  '/v1/audio/transcriptions',
  '/v1/audio/translations',
  '/openai/deployments/{name}/images/generations',
  '/openai/deployments/{name}/audio/speech',
  '/openai/deployments/{name}/audio/transcriptions',
  '/openai/deployments/{name}/audio/translations',
] as const;

export type ModelEndpoint = (typeof MODEL_ENDPOINTS)[number];

/** The endpoints that answer at once. */
const PAGE_ENDPOINTS = [
  '/v1/models',
  '/compatible-mode/v1/models',
  '/v1beta/models',
  '/openai/v1/models',
  /** A stored response, at whichever of its paths. */
  '/v1/responses/{id}',
  '/api/tags',
  '/api/ps',
  '/api/version',
  '/health',
  '/ready',
  '/metrics',
  '/version',
  '/ping',
  /** The control API, all of its paths. */
  '/admin',
  /** The live page with its files and its WebSocket. */
  '/',
] as const;

/** Values of the label `endpoint`, in the order of their index; whatever is not routed is `other`. */
export const ENDPOINTS = [...MODEL_ENDPOINTS, ...PAGE_ENDPOINTS, 'other'] as const;

export type Endpoint = (typeof ENDPOINTS)[number];

/** Values of the label `status`; a fault may answer with any other of 400 to 599, which is `other`. */
export const STATUSES = [
  200,
  400,
  401,
  403,
  404,
  405,
  413,
  415,
  421,
  429,
  500,
  502,
  503,
  504,
  529,
  'other',
] as const;

export type Status = (typeof STATUSES)[number];

/** Values of the label `kind` of `llm_mock_injected_faults_total`: what can go wrong on purpose (see behavior/faults). */
export const FAULT_KINDS = [
  'status',
  'reset',
  'close',
  'hang',
  'cut',
  'error',
  'stall',
  'unfinished',
  'broken',
  'blank',
  'split',
  'duplicate',
  'empty',
  'filter',
  'refusal',
  'slow',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** Values of the label `reason` of `llm_mock_rejected_total`. */
export const REJECTION_REASONS = [
  'capacity',
  'draining',
  'unauthorized',
  'body_too_large',
  'invalid_request',
  'not_found',
  'method_not_allowed',
  /** Asked for under a name that ALLOWED_HOSTS does not have. */
  'misdirected',
  /** Waited for a slot for QUEUE_TIMEOUT. */
  'queue_timeout',
  /** Over one of RATE_LIMITS. */
  'rate_limit',
  /** Within STARTUP_DURATION. */
  'starting',
  /** The bytes that may lie in memory for clients are used up (MAX_BUFFERED_BYTES). */
  'memory',
  /** The descriptors that may be connections are used up. */
  'connections',
  /** A defect of this server, caught where it would have taken others with it. */
  'internal_error',
] as const;

export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** Where a memory sample may come from; `none` until the first one was taken. */
export const MEMORY_SOURCES = ['none', 'cgroup_v2', 'cgroup_v1', 'system_fallback'] as const;

export type MemorySource = (typeof MEMORY_SOURCES)[number];
