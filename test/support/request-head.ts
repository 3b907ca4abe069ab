/** The head of a request as the server asks of it, without a connection. */
import type { RequestHead } from '../../dist/main/transport/transport.js';

/** The head of a request with these headers; a POST to the OpenAI mount unless told otherwise. */
export function requestHead(
  headers: Readonly<Record<string, string>> = {},
  method = 'post',
  path = '/v1/chat/completions',
): RequestHead {
  const [bare = '', query = ''] = path.split('?');
  const parameters = new URLSearchParams(query);
  const extensions = Object.entries(headers)
    .filter(([name]) => name.startsWith('x-'))
    .flat();
  return {
    method,
    path: bare,
    header: (name) => headers[name.text] ?? '',
    contentLength: headers['content-length'] ?? '',
    contentEncoding: headers['content-encoding'] ?? '',
    mayBeOfPage: 'origin' in headers || 'sec-fetch-site' in headers,
    extensions,
    survey: () => extensions,
    parameter: (name) => parameters.get(name) ?? '',
  };
}
