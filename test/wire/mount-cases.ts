// Owns: every mount with good requests, with bodies that are none, with keys, when full, on both listeners; and the pages.

import type { WireCase } from './cases.js';
import { APIS, type Api, bodyOf, MODEL, post, request } from './requests.js';

export const BODIES: readonly (readonly [what: string, body: string])[] = [
  ['an empty body', ''],
  ['white space', ' \n'],
  ['half of a JSON text', '{"model":'],
  ['an array', '[]'],
  ['null', 'null'],
  ['a text', '"a"'],
  ['a number', '7'],
  ['an object without fields', '{}'],
  ['a body that is too long', `{"user":"${'x'.repeat(20_000)}"}`],
  ['a body that is too deep', '['.repeat(200)],
  ['a byte order mark', '\ufeff{}'],
  ['a field that is there twice', `{"model":"a","model":"${MODEL}"}`],
  ['__proto__', '{"__proto__":{"messages":[]}}'],
];

const KEYS = [
  [],
  ['authorization: Bearer sk-right'],
  ['authorization: bearer  sk-right'],
  ['authorization: Bearer sk-wrong'],
  ['authorization: Basic c2s='],
  ['x-api-key: sk-right'],
  ['x-api-key: sk-wrong'],
  ['api-key: sk-right'],
  ['x-goog-api-key: sk-right'],
];

const PAGES = [
  ...[
    '/ready',
    '/v1/models',
    '/v1/models/gpt-x',
    '/v1/models/a%2Fb',
    '/v1/models/',
    '/compatible-mode/v1/models',
  ],
  ...[
    '/compatible-mode/v1/models/gpt-x',
    '/nowhere',
    `/${'x'.repeat(400)}`,
    '/v1',
    '/v1/messages',
    '/v1/responses',
  ],
  ...[
    '/v1beta/models',
    '/v1beta/models/gpt-x',
    '/v1beta/models/m:nothing',
    '/v1beta/nowhere',
    '/compatible-mode/nowhere',
  ],
  ...['/openai/deployments/a/chat/completions', '/openai/deployments/a/nothing'],
];
export const METHODS = ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'];

function casesOf(api: Api, mount: string): WireCase[] {
  const at = `${api.name} at ${mount}`;
  const good = bodyOf(api);
  const stream = bodyOf(api, { stream: true });
  const chunks = `${good.length.toString(16)}\r\n${good}\r\n0\r\n\r\n`;
  const head = ['POST', mount, null] as const;
  const kinds: readonly (readonly [what: string, bytes: string])[] = [
    ['whole', post(mount, good)],
    ['streamed', post(mount, stream)],
    ['in chunks', `${request(...head, ['transfer-encoding: chunked'])}${chunks}`],
    ['with a query', post(`${mount}${mount.includes('?') ? '&' : '?'}api-version=1&a=%20`, good)],
    ...BODIES.map(([what, body]) => [what, post(mount, body)] as const),
  ];
  return [
    ...kinds.map(([what, bytes]) => ({ name: `${at}: ${what}`, server: 'plain' as const, bytes })),
    ...kinds.map(([what, bytes]) => ({
      name: `${at}: old, ${what}`,
      server: 'plain' as const,
      old: true,
      bytes,
    })),
    ...KEYS.map((headers) => ({
      name: `${at}: key ${headers.join() || 'none'}`,
      server: 'keyed' as const,
      bytes: post(mount, good, ...headers),
    })),
    { name: `${at}: full`, server: 'full', bytes: post(mount, good) },
    { name: `${at}: full, streamed`, server: 'full', bytes: post(mount, stream) },
    {
      name: `${at}: HTTP/1.0`,
      server: 'plain',
      old: true,
      bytes: request('POST', mount, good, [], 'HTTP/1.0'),
    },
    {
      name: `${at}: HTTP/1.0, streamed`,
      server: 'plain',
      old: true,
      bytes: request('POST', mount, stream, [], 'HTTP/1.0'),
    },
    ...METHODS.map((method) => ({
      name: `${at}: ${method}`,
      server: 'plain' as const,
      bytes: request(method, mount),
    })),
  ];
}

function pageCases(old: boolean): WireCase[] {
  return PAGES.flatMap((path) =>
    [...METHODS, 'POST'].map((method) => ({
      name: `page ${path.slice(0, 60)}: ${method}${old ? ', old' : ''}`,
      server: 'plain' as const,
      old,
      bytes: request(method, path, method === 'POST' ? '{}' : null),
    })),
  );
}

export function mountCases(): readonly WireCase[] {
  return [
    ...APIS.flatMap((api) => api.mounts.flatMap((mount) => casesOf(api, mount))),
    ...pageCases(false),
    ...pageCases(true),
    ...['/v1/models', '/compatible-mode/v1/models', '/v1/models/x', '/v1beta/models'].flatMap((path) =>
      KEYS.map((headers) => ({
        name: `page ${path}: key ${headers.join() || 'none'}`,
        server: 'keyed' as const,
        bytes: request('GET', path, null, headers),
      })),
    ),
  ];
}
