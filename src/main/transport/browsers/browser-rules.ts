/**
 * What web pages may ask of this server: under which names, and what of another origin's. Main thread; made at start-up.
 *
 * A page of another origin may send a POST with a body of text or of a form without having to ask (`no-cors`): the answer is kept from
 * it, but the work is done. JSON it may only send after a preflight, which CORS_ORIGIN answers. So what such a page sends has to be
 * JSON, unless the setting names its origin.
 */
import { type ApiError, apiError, ERROR_KINDS, shortened } from '../../../shared/errors.js';
import { HeaderName, type RequestHead } from '../transport.js';
import { type AllowedHosts, misdirected } from './allowed-hosts.js';
import { HOST, isOfOtherPage, ORIGIN } from './page-origin.js';

/** For whom a page is: `machines` probe and scrape it, and `programs` use it as a part of an API, under any name. */
export type Audience = 'people' | 'machines' | 'programs';

export interface BrowserRulesOptions {
  /** null where every name will do. */
  readonly hosts: AllowedHosts | null;
  /** null where no page of another origin may ask. */
  readonly crossOrigin: { allows(origin: string): boolean } | null;
}

const CONTENT_TYPE = new HeaderName('content-type');
const JSON_TYPE = /^\s*application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

export class BrowserRules {
  /** Whether every request to an API is to be looked at, and not only those that say that they may be of a page. */
  readonly looksAtAll: boolean;

  constructor(private readonly options: BrowserRulesOptions) {
    this.looksAtAll = options.hosts !== null;
  }

  /** Why a request that makes an API do something is refused; null lets it pass. */
  checkPost(head: RequestHead): ApiError | null {
    const { hosts, crossOrigin } = this.options;
    const origin = head.header(ORIGIN);
    const host = head.header(HOST);
    // Programs know this server under many names, and say no origin; browsers say it with every POST.
    if (hosts !== null && origin !== '' && !hosts.allows(host)) return misdirected(host);
    if (!isOfOtherPage(head) || crossOrigin?.allows(origin) === true) return null;
    const type = head.header(CONTENT_TYPE);
    return JSON_TYPE.test(type) ? null : wrongType(type);
  }

  /** Why a request for a page is refused; null lets it pass. */
  checkPage(head: RequestHead, audience: Audience): ApiError | null {
    const { hosts } = this.options;
    if (hosts === null || audience === 'programs') return null;
    const host = head.header(HOST);
    const isAllowed = audience === 'machines' ? hosts.allowsMachine(host) : hosts.allows(host);
    return isAllowed ? null : misdirected(host);
  }
}

function wrongType(type: string): ApiError {
  const got = type === '' ? 'none' : JSON.stringify(shortened(type));
  return apiError(
    ERROR_KINDS.unsupportedType,
    `A web page of another origin may only send content-type application/json here, got ${got}. See CORS_ORIGIN.`,
  );
}
