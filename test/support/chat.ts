// Owns: chat requests as bytes, and what a refusal of one has to look like on each mount.

import assert from 'node:assert/strict';
import type { RawReply } from './raw-client.js';

export const OPENAI = '/v1/chat/completions';
export const DASHSCOPE = '/compatible-mode/v1/chat/completions';
export const MOUNTS = [OPENAI, DASHSCOPE] as const;

export const CHAT_BODY = '{"model":"qwen-plus","messages":[{"role":"user","content":"hello"}]}';

export interface RequestParts {
  readonly path?: string;
  readonly method?: string;
  readonly protocol?: string;
  readonly body?: string;
  /** Lines without their end. */
  readonly headers?: readonly string[];
}

/** The head of a POST without a length, its last line included. */
export function head(parts: RequestParts = {}): string {
  const { path = OPENAI, method = 'POST', protocol = 'HTTP/1.1', headers = [] } = parts;
  return `${[`${method} ${path} ${protocol}`, 'host: test', ...headers].join('\r\n')}\r\n\r\n`;
}

/** A whole request whose body has a length. */
export function chatRequest(parts: RequestParts = {}): string {
  const { body = CHAT_BODY, headers = [] } = parts;
  const length = `content-length: ${Buffer.byteLength(body)}`;
  return head({ ...parts, headers: [...headers, length] }) + body;
}

/** One piece of a chunked body; the empty one ends it. */
export function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}

export interface ExpectedRefusal {
  readonly status: number;
  readonly message: string;
  readonly type?: string;
  readonly param?: string | null;
  readonly code: string | null;
  /** Beside the ones that every refusal has; null for one that must be absent. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

const REQUEST_ID = {
  [OPENAI]: /^req_[0-9a-f]{32}$/,
  [DASHSCOPE]: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
};

/** Asserts status, headers and the exact body of a refusal, in the dialect of the mount. */
export function assertRefusal(
  reply: RawReply,
  mount: (typeof MOUNTS)[number],
  expected: ExpectedRefusal,
): void {
  const { status, message, type = 'invalid_request_error', param = null, code, headers = {} } = expected;
  assert.equal(reply.status, status, reply.body);
  assert.equal(reply.headers.get('content-type'), 'application/json');
  assert.equal(reply.headers.has('uwebsockets'), false);
  const requestId = reply.headers.get('x-request-id');
  assert.match(requestId ?? '', REQUEST_ID[mount]);
  const error = { message, type, param, code };
  assert.deepEqual(
    JSON.parse(reply.body),
    mount === DASHSCOPE ? { error, request_id: requestId } : { error },
  );
  for (const [name, value] of Object.entries(headers))
    assert.equal(reply.headers.get(name) ?? null, value, name);
}
