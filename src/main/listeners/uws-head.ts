/**
 * The head of the request that uWebSockets.js is handing over. Main thread, hot path.
 *
 * A header costs 93 ns to look for and 122 ns to be shown (2026-11-27), and more than a dozen are looked for. So a head with few
 * headers is looked at once, as a whole, and of one with many each is looked for.
 */
import type { HttpRequest } from 'uWebSockets.js';
import { HeaderName, type Headers, type RequestHead } from '../transport/transport.js';

/** Up to so many headers it is cheaper to look at all. */
const FEW = 10;

const CONNECTION = new HeaderName('connection');
const CONTENT_LENGTH = new HeaderName('content-length');
const CONTENT_ENCODING = new HeaderName('content-encoding');
const CONTENT_TYPE = new HeaderName('content-type');
const JSON_TYPE = 'application/json';

/** One for all requests, for it is only looked at during the call. */
export class UwsHead implements RequestHead {
  #request: HttpRequest | null = null;
  /** Of the head that was looked at last: those of a load test are alike. */
  #count = 0;
  #isSurveyed = false;
  #connection = '';
  #contentLength = '';
  #contentEncoding = '';
  #isOfPage = false;
  #extensions: string[] = [];

  bind(request: HttpRequest): this {
    this.#request = request;
    this.#isSurveyed = false;
    if (this.#count <= FEW) this.survey();
    return this;
  }

  get method(): string {
    return (this.#request as HttpRequest).getMethod();
  }

  get path(): string {
    return (this.#request as HttpRequest).getUrl();
  }

  /** As uWebSockets.js reads it: any value as long as `close`. */
  get asksToClose(): boolean {
    const value = this.#isSurveyed ? this.#connection : this.header(CONNECTION);
    return value.length === 'close'.length;
  }

  get contentLength(): string {
    return this.#isSurveyed ? this.#contentLength : this.header(CONTENT_LENGTH);
  }

  get contentEncoding(): string {
    return this.#isSurveyed ? this.#contentEncoding : this.header(CONTENT_ENCODING);
  }

  /** Of a head that was not looked at as a whole its type tells: a page that sends JSON has asked before (see BrowserRules). */
  get mayBeOfPage(): boolean {
    return this.#isSurveyed ? this.#isOfPage : this.header(CONTENT_TYPE) !== JSON_TYPE;
  }

  get extensions(): readonly string[] | null {
    return this.#isSurveyed ? this.#extensions : null;
  }

  header(name: HeaderName): string {
    return (this.#request as HttpRequest).getHeader(name.bytes);
  }

  survey(): readonly string[] {
    this.#isSurveyed = true;
    this.#count = 0;
    this.#connection = this.#contentLength = this.#contentEncoding = '';
    this.#isOfPage = false;
    if (this.#extensions.length > 0) this.#extensions = [];
    (this.#request as HttpRequest).forEach(this.#note);
    return this.#extensions;
  }

  /**
   * One for all requests: a closure for each would be garbage. Of a header that was sent twice the first counts, as with `header`;
   * but two lengths are both told, for uWebSockets.js goes by the first and whoever stands before us may go by the second.
   */
  readonly #note = (name: string, value: string): void => {
    this.#count++;
    const initial = name.charCodeAt(0);
    if (initial === X) {
      if (name.charCodeAt(1) === DASH) this.#extensions.push(name, value);
    } else if (initial === C) {
      if (name === 'content-length')
        this.#contentLength = this.#contentLength === '' ? value : `${this.#contentLength}, ${value}`;
      else if (name === 'connection') this.#connection ||= value;
      else if (name === 'content-encoding') this.#contentEncoding ||= value;
    } else if (initial === O) {
      if (name === 'origin') this.#isOfPage = true;
    } else if (initial === S && name === 'sec-fetch-site') this.#isOfPage = true;
  };

  /** As it was sent, without its question mark. */
  get query(): string {
    return (this.#request as HttpRequest).getQuery();
  }

  /** All of them; costs more than the other ways to look. */
  get headers(): Headers {
    const headers: (readonly [string, string])[] = [];
    (this.#request as HttpRequest).forEach((name, value) => {
      headers.push([name, value]);
    });
    return headers;
  }

  /** Not as uWebSockets.js reads one: it decodes in place, so that `%26` is `&` the first time and nothing the second. */
  parameter(name: string): string {
    const query = (this.#request as HttpRequest).getQuery();
    return query === '' ? '' : (new URLSearchParams(query).get(name) ?? '');
  }
}

const C = 'c'.charCodeAt(0);
const O = 'o'.charCodeAt(0);
const S = 's'.charCodeAt(0);
const X = 'x'.charCodeAt(0);
const DASH = '-'.charCodeAt(0);
