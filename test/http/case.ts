// Owns: what a case of HTTP is: bytes, what the standard has to say of them, and what this server does. Plain data and types.
// Must never know how a case is run, or how it is printed.

/**
 * What came of it: the statuses of the answers in their order, with blanks between them, and how the connection went on.
 * `200 kept`: it waits for the next request. `400 ended`: the server ended it behind the answer. `ended`: it said nothing, and
 * ended at once. `kept`: it said nothing, and waited until its time-out.
 */
export type Outcome = string;

/** Of the two builds of uWebSockets.js: the one for Node.js 20, and the one for Node.js 22 and newer, which the image has. */
export interface Builds {
  readonly old: Outcome;
  readonly new: Outcome;
}

export interface HttpCase {
  /** Says what is sent; unique. */
  readonly name: string;
  /** One character a byte. */
  readonly bytes: string;
  /** Whether the client then closes its sending side. */
  readonly halfCloses?: true;
  /** Whether its second half is sent when the first one has been read. */
  readonly comesInTwo?: true;
  /** Whether the first answer has no body, whatever length it names. */
  readonly firstIsHead?: true;
  /** Where the standard says so: RFC 9112 unless another number stands before it. */
  readonly section: string;
  /** All that the standard allows; the first is what it prefers. */
  readonly allowed: readonly Outcome[];
  /** What PORT does, in both builds where they do the same. */
  readonly port: Outcome | Builds;
  /** What HTTP10_PORT does (node:http, the same in both versions of Node.js). */
  readonly http10: Outcome | Builds;
  /** Why it is so where it is not allowed, or what to know of it. */
  readonly why?: string;
}

export const both = (outcome: Outcome | Builds): Builds =>
  typeof outcome === 'string' ? { old: outcome, new: outcome } : outcome;

export const BODY = '{"model":"m","messages":[{"role":"user","content":"hi"}]}';
const CHAT_PATH = '/v1/chat/completions';

/** A whole request. `lines` are header lines behind `host`, which a line of that name replaces. */
export function get(...lines: readonly string[]): string {
  return request('GET /health HTTP/1.1', lines);
}

/** A request with these lines behind its request line, and no others. */
export function request(line: string, lines: readonly string[] = [], body = ''): string {
  const host = lines.some((text) => /^host/i.test(text)) ? [] : ['host: x'];
  return `${[line, ...host, ...lines].join('\r\n')}\r\n\r\n${body}`;
}

/** A chat request whose body is told as these lines say. */
export function post(lines: readonly string[], body: string = BODY): string {
  return request(`POST ${CHAT_PATH} HTTP/1.1`, ['content-type: application/json', ...lines], body);
}

/** A chat request in chunks; `sizes` are written as they are given, with what follows them. */
export function chunked(body: string, ...lines: readonly string[]): string {
  return post(['transfer-encoding: chunked', ...lines], body);
}

export const LENGTH = BODY.length;
export const HEX = LENGTH.toString(16);
/** All of the body in one chunk. */
export const CHUNK = `${HEX}\r\n${BODY}\r\n`;
export const LAST_CHUNK = '0\r\n\r\n';

/** Reasons that many cases have. */
export const OLD_WAITS =
  'The older build waits for more of a head that it cannot read; the newer one answers at once.';
export const TAKEN_FOR_VERSION =
  'The parser of uWebSockets.js takes what it does not know for another version of HTTP.';
