/**
 * The files of the live page, read once at start-up and served from memory, compressed for whoever takes that. Main thread.
 *
 * They are what src/dashboard is built to. The page may load nothing but itself (docs/decisions/19-a-page-that-looks.md).
 */
import { readFileSync } from 'node:fs';
import { EXIT, StartError } from '../../shared/errors.js';
import { ENDPOINTS } from '../../shared/labels.js';
import { LIVE_PATH } from '../../shared/live-protocol.js';
import { packageFile } from '../../shared/package-files.js';
import { JSON_HEADERS } from '../transport/reply-heads.js';
import { HeaderName, type Headers, NOT_MODIFIED } from '../transport/transport.js';
import type { Answer, Page } from './page.js';
import { createPageFile, isKnown, type PageFile, variantFor } from './page-file.js';
import { PageReader } from './page-reader.js';

const FOLDER = packageFile('dist/dashboard/');

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** For all of them. A new version of the server has new files under the same names: browsers must ask. */
const COMMON_HEADERS: Headers = [
  ['cache-control', 'no-cache'],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-resource-policy', 'same-origin'],
];

const FILES = [
  {
    path: '/',
    file: 'index.html',
    headers: [
      ['content-type', 'text/html; charset=utf-8'],
      ['content-security-policy', CONTENT_SECURITY_POLICY],
    ],
  },
  {
    path: '/dashboard/page.js',
    file: 'page.js',
    headers: [['content-type', 'text/javascript; charset=utf-8']],
  },
  { path: '/dashboard/page.css', file: 'page.css', headers: [['content-type', 'text/css; charset=utf-8']] },
] as const;

const endpoint = ENDPOINTS.indexOf('/');
const ACCEPT_ENCODING = new HeaderName('accept-encoding');
const IF_NONE_MATCH = new HeaderName('if-none-match');

/** By name, and once a process, however many servers it starts: compressing takes some milliseconds. */
const prepared = new Map<string, PageFile>();

/** The pages by their path. Throws a StartError where the build is not whole. */
export function createDashboardPages(answer: Answer): readonly (readonly [string, Page])[] {
  const files = FILES.map(({ path, file, headers }) => {
    return [path, filePage([...headers, ...COMMON_HEADERS], prepare(file), answer)] as const;
  });
  return [...files, [LIVE_PATH, plainRequestPage(answer)]];
}

function filePage(headers: Headers, file: PageFile, answer: Answer): Page {
  return {
    endpoint,
    guarded: false,
    answer(transport, head) {
      const variant = variantFor(file, head.header(ACCEPT_ENCODING));
      const isSaved = isKnown(variant, head.header(IF_NONE_MATCH));
      // A file may be longer than the kernel takes at once.
      transport.attach(new PageReader());
      const found = [...headers, ...variant.headers];
      if (isSaved) answer(transport, NOT_MODIFIED, found, '');
      else answer(transport, 200, found, variant.body);
    },
  };
}

/** For whoever asks for the WebSocket without asking for an upgrade, or on the listener for HTTP/1.0, which has none. */
function plainRequestPage(answer: Answer): Page {
  const body = JSON.stringify({
    error: { message: `${LIVE_PATH} is a WebSocket, on the HTTP/1.1 port alone.` },
  });
  return {
    endpoint,
    guarded: false,
    answer: (transport) => answer(transport, 400, JSON_HEADERS, body),
  };
}

function prepare(name: string): PageFile {
  const file = prepared.get(name) ?? createPageFile(read(name));
  prepared.set(name, file);
  return file;
}

function read(file: string): Buffer {
  try {
    return readFileSync(new URL(file, FOLDER));
  } catch {
    throw new StartError(
      `the live page was not built (${file} is missing): build it with \`npm run build\`, or set DASHBOARD=false`,
      EXIT.environment,
    );
  }
}
