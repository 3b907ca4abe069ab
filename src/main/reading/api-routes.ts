/**
 * Where each API is mounted, and in which dialect it speaks there: the providers' mounts, made ready for requests. Main thread;
 * made at start-up.
 */
import type { Dialect } from '../../protocols/contract/dialect.js';
import type { ParseOptions, Protocol } from '../../protocols/contract/protocol.js';
import type { Mount, Provider } from '../../protocols/contract/provider.js';
import { PROVIDERS } from '../../protocols/providers.js';
import { KEY_CHARACTERS_KEPT_MAX } from '../../shared/cache-limits.js';
import { ENDPOINTS } from '../../shared/labels.js';
import type { CrossOrigin } from '../transport/cross-origin.js';
import type { ReplyHeads } from '../transport/reply-heads.js';
import { HeaderName, type RequestHead } from '../transport/transport.js';

/** One API at one mount. */
export interface ApiRoute {
  /** Index into ENDPOINTS. */
  readonly endpoint: number;
  readonly protocol: Protocol;
  readonly dialect: Dialect;
  readonly heads: ReplyHeads;
  readonly parseOptions: ParseOptions;
  /** Other APIs at the same mount, which a header tells from this one; null where there are none, as nearly everywhere. */
  readonly variants: readonly Variant[] | null;
}

interface Variant {
  readonly signs: readonly { readonly name: HeaderName; readonly holds: string }[];
  readonly route: ApiRoute;
}

/** A mount whose path, or query, says something about the request. */
interface OpenMount {
  readonly mount: Mount;
  readonly provider: Provider;
  readonly path: RegExp;
}

/** Clients choose the paths, so the number that is kept is bounded, and their length. */
const PATHS_KEPT_MAX = 256;

export interface ApiRoutesOptions {
  readonly headsOf: (dialect: Dialect) => ReplyHeads;
  readonly parseOptions: ParseOptions;
  /** null where no page of another origin may ask. */
  readonly crossOrigin: CrossOrigin | null;
}

export class ApiRoutes {
  /** The mounts of which path and query are fixed. */
  readonly byPath: ReadonlyMap<string, ApiRoute>;
  /** The paths of all others, as the HTTP/1.1 listener's router writes them: whole segments are open. */
  readonly patterns: readonly string[];
  readonly #openMounts: readonly OpenMount[];
  readonly #kept = new Map<string, ApiRoute>();

  constructor(private readonly options: ApiRoutesOptions) {
    const all = PROVIDERS.flatMap((provider) =>
      provider.mounts.flatMap((mount) => pathsOf(mount).map((at) => ({ mount, provider, at }))),
    );
    const fixed = all.filter(({ mount, at }) => !isOpen(at, mount) && mount.headers === undefined);
    const open = all.filter(({ mount, at }) => isOpen(at, mount));
    const variantsAt = (path: string): readonly Variant[] | null => {
      const signed = all.filter(({ mount, at }) => at === path && mount.headers !== undefined);
      return signed.length === 0
        ? null
        : signed.map(({ mount, provider }) => this.#variantOf(mount, provider));
    };
    this.byPath = new Map(
      fixed.map(({ mount, provider, at }) => [at, this.#routeOf(mount, provider, null, variantsAt(at))]),
    );
    this.patterns = [...new Set(open.map(({ at }) => at.replace(/[^/]*\{\w+\}[^/]*/g, ':part')))];
    this.#openMounts = open.map((one) => ({ ...one, path: pathPattern(one.at) }));
  }

  /** The route at the same mount that the headers ask for, with what is to be told to whoever asks. */
  forHead(mounted: ApiRoute, head: RequestHead): ApiRoute {
    const { crossOrigin } = this.options;
    const route = mounted.variants === null ? mounted : chosen(mounted, mounted.variants, head);
    return crossOrigin === null ? route : crossOrigin.routeFor(route, head);
  }

  /** The API that is mounted at the request's path, if any. */
  find(head: RequestHead): ApiRoute | undefined {
    const { path } = head;
    return this.byPath.get(path) ?? this.#findOpen(path, head);
  }

  #findOpen(path: string, head: RequestHead): ApiRoute | undefined {
    for (const { mount, provider, path: pattern } of this.#openMounts) {
      const { query } = mount;
      const match = pattern.exec(path);
      if (match === null) continue;
      if (mount.except !== undefined && match[1] === mount.except) continue;
      if (query !== undefined && head.parameter(query.name) !== query.value) continue;
      if (mount.model !== undefined && !mount.model.test(match[1] ?? '')) continue;
      const key = `${query?.value ?? ''} ${path}`;
      return this.#kept.get(key) ?? this.#keep(key, mount, provider, match[1] ?? '');
    }
    return undefined;
  }

  #keep(key: string, mount: Mount, provider: Provider, model: string): ApiRoute {
    const route = this.#routeOf(mount, provider, model === '' ? null : model);
    const isKept = model.length <= KEY_CHARACTERS_KEPT_MAX && this.#kept.size < PATHS_KEPT_MAX;
    if (isKept) this.#kept.set(key, route);
    return route;
  }

  /** `model` is what the path says, encoded. */
  #routeOf(
    { path, protocol, stream = null }: Mount,
    { dialect }: Provider,
    model: string | null,
    variants: readonly Variant[] | null = null,
  ): ApiRoute {
    const { parseOptions: options, headsOf } = this.options;
    const modelDefault = model === null ? options.modelDefault : decodeName(model);
    return {
      endpoint: ENDPOINTS.indexOf(path),
      protocol,
      dialect,
      heads: headsOf(dialect),
      parseOptions: { ...options, modelDefault, modelInPath: model !== null, stream },
      variants,
    };
  }

  #variantOf(mount: Mount, provider: Provider): Variant {
    const signs = (mount.headers ?? []).map(({ header, holds }) => ({ name: new HeaderName(header), holds }));
    return { signs, route: this.#routeOf(mount, provider, null) };
  }
}

/** The first whose sign is there, else the one that is mounted. */
function chosen(mounted: ApiRoute, variants: readonly Variant[], head: RequestHead): ApiRoute {
  for (const { signs, route } of variants) {
    for (const { name, holds } of signs) {
      if (head.header(name).toLowerCase().includes(holds)) return route;
    }
  }
  return mounted;
}

function pathsOf({ path, alsoAt }: Mount): readonly string[] {
  return alsoAt === undefined ? [path] : [path, ...[alsoAt].flat()];
}

function isOpen(path: string, { query }: Mount): boolean {
  return path.includes('{') || query !== undefined;
}

function pathPattern(path: string): RegExp {
  const escaped = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\{\w+\}/g, '([^/]+)')}$`);
}

/** The name of a model in a path. One that is not well encoded is taken as it stands. */
export function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
