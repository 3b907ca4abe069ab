/**
 * Where each API is mounted, and in which dialect it speaks there. Main thread; made at start-up, read-only after.
 */

import { messagesProtocol } from '../../protocols/anthropic/messages.js';
import {
  anthropicDialect,
  type Dialect,
  dashScopeDialect,
  openAiDialect,
} from '../../protocols/contract/dialect.js';
import type { ParseOptions, Protocol } from '../../protocols/contract/protocol.js';
import { completionsProtocol } from '../../protocols/openai/completions.js';
import { embeddingsProtocol } from '../../protocols/openai/embeddings/embeddings.js';
import { responsesProtocol } from '../../protocols/openai/responses.js';
import { chatProtocol, dashScopeChatProtocol } from '../../protocols/protocols.js';
import { KEY_CHARACTERS_KEPT_MAX } from '../../shared/cache-limits.js';
import { ENDPOINTS, type ModelEndpoint } from '../../shared/labels.js';
import type { ReplyHeads } from '../transport/reply-heads.js';

/** One API at one mount. */
export interface ApiRoute {
  /** Index into ENDPOINTS. */
  readonly endpoint: number;
  readonly protocol: Protocol;
  readonly dialect: Dialect;
  readonly heads: ReplyHeads;
  readonly parseOptions: ParseOptions;
}

type Mount = readonly [path: ModelEndpoint, protocol: Protocol, dialect: Dialect];

const MOUNTS: readonly Mount[] = [
  ['/v1/chat/completions', chatProtocol, openAiDialect],
  ['/v1/completions', completionsProtocol, openAiDialect],
  ['/v1/responses', responsesProtocol, openAiDialect],
  ['/v1/embeddings', embeddingsProtocol, openAiDialect],
  ['/v1/messages', messagesProtocol, anthropicDialect],
  ['/compatible-mode/v1/chat/completions', dashScopeChatProtocol, dashScopeDialect],
  ['/compatible-mode/v1/completions', completionsProtocol, dashScopeDialect],
  ['/compatible-mode/v1/responses', responsesProtocol, dashScopeDialect],
  ['/compatible-mode/v1/embeddings', embeddingsProtocol, dashScopeDialect],
];

const DEPLOYMENT_MOUNT: Mount = ['/openai/deployments/{name}/chat/completions', chatProtocol, openAiDialect];
/** Azure's mount, as the HTTP/1.1 listener's router writes it. */
export const DEPLOYMENT_PATTERN = DEPLOYMENT_MOUNT[0].replace('{name}', ':name');
const DEPLOYMENT_PATH = /^\/openai\/deployments\/([^/]+)\/chat\/completions$/;
/** Clients choose the names, so the number that is kept is bounded, and their length. */
const DEPLOYMENTS_KEPT_MAX = 256;

export interface ApiRoutesOptions {
  readonly headsOf: (dialect: Dialect) => ReplyHeads;
  readonly parseOptions: ParseOptions;
}

export class ApiRoutes {
  /** The mounts whose path is fixed. */
  readonly byPath: ReadonlyMap<string, ApiRoute>;
  readonly #deployments = new Map<string, ApiRoute>();

  constructor(private readonly options: ApiRoutesOptions) {
    this.byPath = new Map(MOUNTS.map((mount) => [mount[0], this.#routeOf(mount, options.parseOptions)]));
  }

  /** The API that is mounted at a path, if any. */
  find(path: string): ApiRoute | undefined {
    const fixed = this.byPath.get(path);
    if (fixed !== undefined) return fixed;
    const name = DEPLOYMENT_PATH.exec(path)?.[1];
    return name === undefined ? undefined : this.#deploymentOf(name);
  }

  /** The deployment's name is the model of a request that names none. */
  #deploymentOf(name: string): ApiRoute {
    const known = this.#deployments.get(name);
    if (known !== undefined) return known;
    const modelDefault = decoded(name);
    const route = this.#routeOf(DEPLOYMENT_MOUNT, { ...this.options.parseOptions, modelDefault });
    const isKept = name.length <= KEY_CHARACTERS_KEPT_MAX && this.#deployments.size < DEPLOYMENTS_KEPT_MAX;
    if (isKept) this.#deployments.set(name, route);
    return route;
  }

  #routeOf([path, protocol, dialect]: Mount, parseOptions: ParseOptions): ApiRoute {
    const heads = this.options.headsOf(dialect);
    return { endpoint: ENDPOINTS.indexOf(path), protocol, dialect, heads, parseOptions };
  }
}

/** A name that is not well encoded is taken as it stands. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Everything below this mount speaks DashScope's dialect, its 404s included. */
const COMPATIBLE_MODE = '/compatible-mode/';
const MESSAGES = '/v1/messages';

/** In which dialect a path is answered at which nothing is mounted, or not by this method. */
export function dialectOf(path: string): Dialect {
  if (path.startsWith(COMPATIBLE_MODE)) return dashScopeDialect;
  return path === MESSAGES || path.startsWith(`${MESSAGES}/`) ? anthropicDialect : openAiDialect;
}
