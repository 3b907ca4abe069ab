// Owns: the clients of docs/clients.md, in its order, and what each of them can do at all. Plain data: what was seen of them is in
// test/clients/seen/, which the suites write. One more client is one more line here, and a script.

import { FEATURES, type Feature } from './features.js';

const LANGUAGES = ['Python', 'JavaScript', 'Go', 'Java', 'Rust', 'C++'] as const;

export interface CatalogRow {
  /** The name of its file in test/clients/seen/. */
  readonly id: string;
  /** As its registry calls it; of a gateway, with what asked through it. */
  readonly name: string;
  readonly language: (typeof LANGUAGES)[number];
  readonly features: readonly Feature[];
  /** Those that do not work for a reason that is not the mock's; the page says it below the table, and a test shows it. */
  readonly theirs?: { readonly features: readonly Feature[]; readonly note: number };
}

const ALL = FEATURES;
const NO_EMBEDDINGS = FEATURES.filter((feature) => feature !== 'embeddings');
/** Frameworks above a client that is in the table itself. */
const FRAMEWORK: readonly Feature[] = ['answer', 'stream', 'usage', 'schema', 'errors'];

/** On Node 20 it changes headers that cannot be changed, of whatever streams. */
const PORTKEY = { features: ['stream', 'embeddings', 'cancel'], note: 1 } as const;

// biome-ignore format: a table, a line for each client
export const CATALOG: readonly CatalogRow[] = [
  { id: 'python-openai', name: 'openai', language: 'Python', features: ALL },
  { id: 'python-anthropic', name: 'anthropic', language: 'Python', features: NO_EMBEDDINGS },
  { id: 'python-google-genai', name: 'google-genai', language: 'Python', features: ALL },
  { id: 'python-litellm', name: 'litellm', language: 'Python', features: ALL },
  { id: 'python-langchain-openai', name: 'langchain-openai', language: 'Python', features: ALL },
  { id: 'python-langchain-anthropic', name: 'langchain-anthropic', language: 'Python', features: ['tools', 'schema'] },
  { id: 'python-langgraph', name: 'langgraph', language: 'Python', features: ['tools'] },
  { id: 'python-pydantic-ai-slim', name: 'pydantic-ai-slim', language: 'Python', features: [...FRAMEWORK, 'tools'] },
  { id: 'python-instructor', name: 'instructor', language: 'Python', features: [...FRAMEWORK, 'tools'] },
  { id: 'python-openai-agents', name: 'openai-agents', language: 'Python', features: [...FRAMEWORK, 'tools'] },
  { id: 'javascript-openai', name: 'openai', language: 'JavaScript', features: ALL },
  { id: 'javascript-anthropic', name: '@anthropic-ai/sdk', language: 'JavaScript', features: NO_EMBEDDINGS },
  { id: 'javascript-google-genai', name: '@google/genai', language: 'JavaScript', features: ALL },
  { id: 'javascript-ai', name: 'ai', language: 'JavaScript', features: ALL },
  { id: 'javascript-langchain', name: '@langchain/openai', language: 'JavaScript', features: ALL },
  { id: 'go-openai', name: 'openai-go', language: 'Go', features: ALL },
  { id: 'go-anthropic', name: 'anthropic-sdk-go', language: 'Go', features: NO_EMBEDDINGS },
  { id: 'java-openai', name: 'openai-java', language: 'Java', features: ALL },
  { id: 'java-langchain4j', name: 'langchain4j-open-ai', language: 'Java', features: ALL },
  { id: 'rust-async-openai', name: 'async-openai', language: 'Rust', features: ALL },
  { id: 'gateway-litellm', name: 'LiteLLM proxy', language: 'Python', features: ALL },
  { id: 'gateway-portkey', name: '@portkey-ai/gateway', language: 'JavaScript', features: ALL, theirs: PORTKEY },
  { id: 'gateway-envoy', name: 'Envoy', language: 'C++', features: ALL },
];
