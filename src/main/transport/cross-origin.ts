/**
 * Which pages of other origins may ask the APIs (CORS), and what their browsers are told. Main thread; made at start-up, and only
 * where CORS_ORIGIN is set. What is no API (the live page, /metrics, the control API) never comes here.
 *
 * Source: the Fetch standard, "HTTP extensions".
 */
import type { Config } from '../../config/config.js';
import type { Dialect } from '../../protocols/contract/dialect.js';
import { PROVIDERS } from '../../protocols/providers.js';
import { createReplyHeads, type ReplyHeads, type Retry } from './reply-heads.js';
import { HeaderName, type Headers, type RequestHead } from './transport.js';

const ORIGIN = new HeaderName('origin');
const ASKED_METHOD = new HeaderName('access-control-request-method');
const ASKED_HEADERS = new HeaderName('access-control-request-headers');
/** For so long a browser need not ask again; none takes more than a day, Chromium two hours. */
const MAX_AGE_SECONDS = '7200';
const ANYONE = '*';

/** What is said to one origin, on every reply. */
interface Told {
  readonly headers: Headers;
  readonly headsOf: (dialect: Dialect) => ReplyHeads;
}

/** What is the same for all requests to an API, as far as it matters here. */
interface Addressee {
  readonly dialect: Dialect;
  readonly heads: ReplyHeads;
}

export class CrossOrigin {
  /** By origin; as many as the setting names. */
  readonly #told: ReadonlyMap<string, Told>;
  readonly #others: Told;
  readonly #routes = new WeakMap<Told, WeakMap<Addressee, Addressee>>();

  /** `setting` is `*`, or origins with commas between them. */
  constructor(setting: string, config: Config) {
    const tell = (headers: Headers): Told => ({ headers, headsOf: createReplyHeads(config, headers) });
    const names = setting.split(',').map((name) => name.trim());
    this.#told = new Map(names.map((name) => [name, tell(headersFor(name))]));
    // Caches must not give to one origin what was said to another.
    this.#others = this.#told.get(ANYONE) ?? tell([['vary', 'origin']]);
  }

  /** Whether the setting names it, or all. */
  allows(origin: string): boolean {
    return this.#told.has(ANYONE) || this.#told.has(origin);
  }

  /** The same route, whose replies tell the browser of whoever asks what it may do with them. */
  routeFor<Route extends Addressee>(route: Route, head: RequestHead): Route {
    const told = this.#toldTo(head);
    const known = this.#routes.get(told) ?? new WeakMap<Addressee, Addressee>();
    this.#routes.set(told, known);
    const its = (known.get(route) as Route | undefined) ?? { ...route, heads: told.headsOf(route.dialect) };
    known.set(route, its);
    return its;
  }

  /** The headers alone. */
  headersFor(head: RequestHead): Headers {
    return this.#toldTo(head).headers;
  }

  headsFor(dialect: Dialect, head: RequestHead): ReplyHeads {
    return this.#toldTo(head).headsOf(dialect);
  }

  /**
   * The headers by which a browser is told what it may send, where it asks that (a preflight) and may; null for any other
   * request, which is answered as without CORS. `methods` are those of the path.
   */
  preflight(head: RequestHead, methods: string): Headers | null {
    if (head.method !== 'options' || head.header(ASKED_METHOD) === '') return null;
    const told = this.#toldTo(head);
    if (told === this.#others && !this.#told.has(ANYONE)) return null;
    const asked = head.header(ASKED_HEADERS);
    return [
      ...told.headers,
      ['access-control-allow-methods', methods],
      ...(asked === '' ? [] : ([['access-control-allow-headers', asked]] as const)),
      ['access-control-max-age', MAX_AGE_SECONDS],
    ];
  }

  /** Whoever is refused for want of room is told something else from now on; see ReplyHeads. */
  setRetry(retry: Retry): void {
    for (const { headsOf } of [...this.#told.values(), this.#others]) {
      for (const { dialect } of PROVIDERS) headsOf(dialect).setRetry(retry);
    }
  }

  #toldTo(head: RequestHead): Told {
    return this.#told.get(head.header(ORIGIN)) ?? this.#others;
  }
}

/** No credentials of a browser's (cookies) are ever asked for, so all headers may be shown by a `*`. */
function headersFor(origin: string): Headers {
  const allowed: Headers = [
    ['access-control-allow-origin', origin],
    ['access-control-expose-headers', '*'],
  ];
  return origin === ANYONE ? allowed : [...allowed, ['vary', 'origin']];
}
