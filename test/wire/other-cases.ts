// Owns: the APIs beside those that began: good requests, whole and streamed, on both listeners, with keys, when full, with other methods;
// bodies that are none; each field with values of every kind; forms; and the pages of those APIs. Pure.

import type { WireCase } from './cases.js';
import { BODIES, METHODS } from './mount-cases.js';
import { OTHER_APIS, type OtherApi } from './other-apis.js';
import { post, request } from './requests.js';

/** Fewer than those of field-cases.ts: of every kind, and about the bounds. */
const VALUES: readonly unknown[] = [
  undefined,
  null,
  true,
  -1,
  0,
  1.5,
  1e300,
  '',
  'a text',
  [],
  [''],
  [[1]],
  {},
  [{ type: 'text' }],
];

const KEYS = [[], ['authorization: Bearer sk-right'], ['authorization: Bearer sk-wrong']];

/** No page tells the time, or the version of this server. */
const PAGES = ['/api/ps', '/ping', '/openai/v1/models', '/openai/models', '/openai/v1/models/gpt-x'];
const STORED = ['/v1/responses/resp_x', '/v1/responses/resp_x/cancel', '/v1/responses/resp_x/input_items'];
const ANTHROPIC = ['anthropic-version: 2023-06-01'];

function ask(api: OtherApi, fields: Readonly<Record<string, unknown>> = {}): string {
  return post(api.mount, JSON.stringify({ ...api.body, ...fields }), ...(api.headers ?? []));
}

/** The same, as it is asked for as a stream. */
function asStream(api: OtherApi): OtherApi | null {
  const { streamed } = api;
  if (streamed === undefined) return null;
  return { ...api, ...streamed, body: { ...api.body, ...streamed.body } };
}

function casesOf(api: OtherApi): WireCase[] {
  const { name, mount, headers = [], body, fields = [] } = api;
  const plain = (what: string, bytes: string, old = false): WireCase => ({
    name: `${name}: ${what}`,
    server: 'plain',
    bytes,
    ...(old ? { old } : {}),
  });
  const stream = asStream(api);
  const kinds: readonly (readonly [what: string, api: OtherApi])[] = [
    ['whole', api],
    ...(stream === null ? [] : [['streamed', stream] as const]),
  ];
  return [
    ...kinds.flatMap(([what, one]) => [plain(what, ask(one)), plain(`old, ${what}`, ask(one), true)]),
    ...kinds.flatMap(([what, one]) => [
      { name: `${name}: full, ${what}`, server: 'full' as const, bytes: ask(one) },
      plain(`${what} with a fault`, ask({ ...one, headers: [...(one.headers ?? []), 'x-mock-fault: 429'] })),
    ]),
    ...BODIES.map(([what, text]) => plain(what, post(mount, text, ...headers))),
    ...KEYS.map((keys) => ({
      name: `${name}: key ${keys.join() || 'none'}`,
      server: 'keyed' as const,
      bytes: ask({ ...api, headers: [...headers, ...keys] }),
    })),
    ...METHODS.map((method) => plain(method, request(method, mount, null, headers))),
    ...[...Object.keys(body), ...fields].flatMap((field) =>
      VALUES.map((value) =>
        plain(`${field} is ${JSON.stringify(value) ?? 'left out'}`, ask(api, { [field]: value })),
      ),
    ),
  ];
}

/** The form of a recording of ten bytes, with other fields. */
function form(fields: Readonly<Record<string, string>>, hasFile = true): string {
  const part = (name: string, value: string, more = ''): string =>
    `--edge\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
  const parts = Object.entries(fields).map(([name, value]) => part(name, value));
  const file = hasFile ? part('file', '0123456789', '; filename="a.mp3"') : '';
  return `${parts.join('')}${file}--edge--\r\n`;
}

const FORMS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['json', 'text', 'srt', 'verbose_json', 'vtt', 'xml', ''].map((format) => [
      `as ${format || 'nothing'}`,
      form({ model: 'm;tokens=3', response_format: format }),
    ]),
  ),
  streamed: form({ model: 'm;tokens=3', stream: 'true' }),
  'streamed perhaps': form({ model: 'm;tokens=3', stream: 'perhaps' }),
  whisper: form({ model: 'whisper;tokens=3' }),
  'without a file': form({ model: 'm;tokens=3' }, false),
  'without a model': form({}),
  'too hot': form({ model: 'm', temperature: '2' }),
  'without an end': form({ model: 'm' }).slice(0, -12),
  'no form': '{"model":"m"}',
  'an empty body': '',
};

export function otherCases(): readonly WireCase[] {
  const server = 'plain' as const;
  const type = 'content-type: multipart/form-data; boundary=edge';
  return [
    ...OTHER_APIS.flatMap(casesOf),
    ...[
      '/v1/audio/transcriptions',
      '/v1/audio/translations',
      '/openai/deployments/m/audio/transcriptions',
    ].flatMap((mount) =>
      Object.entries(FORMS).map(([what, text]) => ({
        name: `${mount}: ${what}`,
        server,
        bytes: post(mount, text, type),
      })),
    ),
    ...[...PAGES, ...STORED].flatMap((path) =>
      [...METHODS, 'POST'].map((method) => ({
        name: `page ${path}: ${method}`,
        server,
        bytes: request(method, path, method === 'POST' ? '{}' : null),
      })),
    ),
    ...[
      '/v1/models',
      '/v1/models?limit=0',
      '/v1/models?limit=1',
      '/v1/models/gpt-x',
      '/v1/models?after_id=x',
    ].map((path) => ({
      name: `Anthropic's ${path}`,
      server,
      bytes: request('GET', path, null, ANTHROPIC),
    })),
  ];
}
