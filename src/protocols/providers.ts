/**
 * All providers. A new one is a folder beside the others and a line here. Pure data.
 */
import { anthropic } from './anthropic/provider.js';
import { azure } from './azure/provider.js';
import { bedrock } from './bedrock/provider.js';
import { cohere } from './cohere/provider.js';
import type { Dialect } from './contract/dialect.js';
import type { Protocol } from './contract/protocol.js';
import type { KeyPlace, Provider } from './contract/provider.js';
import { dashScope } from './dashscope/provider.js';
import { dashScopeNative } from './dashscope-native/provider.js';
import { google } from './google/provider.js';
import { ollama } from './ollama/provider.js';
import { openAi } from './openai/provider.js';
import { vllm } from './vllm/provider.js';

/** The first is the one whose dialect is spoken where no other's is. */
export const PROVIDERS: readonly [Provider, ...Provider[]] = [
  openAi,
  dashScope,
  anthropic,
  google,
  dashScopeNative,
  cohere,
  azure,
  vllm,
  ollama,
  bedrock,
];

/** In an order by which threads name them to each other. */
export const PROTOCOLS: readonly Protocol[] = [
  ...new Set(PROVIDERS.flatMap(({ mounts }) => mounts.map(({ protocol }) => protocol))),
];

/** Every place that may hold a key, in the order in which they are looked at. Each is looked at for every API. */
export const KEY_PLACES: readonly KeyPlace[] = PROVIDERS.flatMap(({ keys }) => keys).filter(
  ({ header, query, scheme }, index, all) =>
    all.findIndex((other) => other.header === header && other.query === query && other.scheme === scheme) ===
    index,
);

/** By length, so that the longest that fits is found first. */
const REALMS = PROVIDERS.flatMap(({ realms, dialect }) => realms.map((path) => ({ path, dialect }))).sort(
  (one, other) => other.path.length - one.path.length,
);

/** In which dialect a path is answered at which nothing is mounted, or not by this method. */
export function dialectOf(path: string): Dialect {
  const realm = REALMS.find(({ path: above }) => path === above || path.startsWith(`${above}/`));
  return (realm ?? PROVIDERS[0]).dialect;
}
