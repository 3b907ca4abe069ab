import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refuser } from '../../../../dist/main/admission/refuser.js';
import { nextRequestId } from '../../../../dist/main/admission/request-id.js';
import type { Page } from '../../../../dist/main/pages/page.js';
import { Router } from '../../../../dist/main/pages/router.js';
import { ApiRoutes } from '../../../../dist/main/reading/api-routes.js';
import { BrowserRules } from '../../../../dist/main/transport/browsers/browser-rules.js';
import { createReplyHeads, JSON_HEADERS } from '../../../../dist/main/transport/reply-heads.js';
import { createReplyHead } from '../../../../dist/main/transport/transport.js';
import { azureDialect } from '../../../../dist/protocols/azure/dialect.js';
import { Defects } from '../../../../dist/shared/defects.js';
import { ENDPOINTS, type Endpoint, MODEL_ENDPOINTS, type Status } from '../../../../dist/shared/labels.js';
import { SharedState } from '../../../../dist/shared/state.js';
import { testConfig } from '../../../support/in-process.js';
import { MemoryTransport } from '../../../support/memory-transport.js';
import { requestHead } from '../../../support/request-head.js';

const PAGE_DIALECT = { requestIdHeader: 'z', requestId: () => 'page' };
const PAGES: readonly Endpoint[] = ['/health', '/ready', '/metrics'];
const MODEL_PATHS = MODEL_ENDPOINTS.map((path) => path.replace(/\{\w+\}/, 'gpt-4o'));

type RouterAdmission = ConstructorParameters<typeof Router>[0]['admission'];

function rig() {
  const state = SharedState.create(1);
  const headsOf = createReplyHeads(testConfig());
  const pages = new Map(
    PAGES.map((path): [string, Page] => {
      const answer = (transport: MemoryTransport): void => {
        transport.send(200, createReplyHead([['x', 'y']], PAGE_DIALECT), nextRequestId(), path, false);
      };
      const endpoint = ENDPOINTS.indexOf(path);
      return [path, { endpoint, guarded: false, answer: answer as Page['answer'] }];
    }),
  );
  const admission = { endsConnections: false };
  const router = new Router({
    routes: new ApiRoutes({
      headsOf,
      parseOptions: { keepUserText: false, keepPrompt: false, modelDefault: 'm', stream: null },
      crossOrigin: null,
    }),
    pages: { find: (path) => pages.get(path) },
    admission: admission as RouterAdmission,
    refuser: new Refuser(state),
    defects: new Defects({ state, onDefect: assert.fail, now: () => 0 }),
    recorder: null,
    headsOf,
    crossOrigin: null,
    browsers: new BrowserRules({ hosts: null, crossOrigin: null }),
  });
  return {
    admission,
    state,
    ask: (method: string, path: string) => {
      const transport = new MemoryTransport();
      router.route(requestHead({}, method, path), transport);
      return transport.reply;
    },
    repliesOf: (endpoint: (typeof ENDPOINTS)[number], status: Status) =>
      state.repliesOf(ENDPOINTS.indexOf(endpoint), status),
  };
}

test('get and head reach a page, and the router counts nothing for it', () => {
  const { ask, repliesOf } = rig();
  for (const path of PAGES) {
    for (const method of ['get', 'head']) assert.equal(ask(method, path).body, path);
  }
  assert.equal(repliesOf('/health', 200), 0);
});

test('a wrong method on a known path gets 405 with the methods that are allowed', () => {
  const { state, ask, repliesOf } = rig();
  const refused = [
    ...PAGES.flatMap((path) =>
      ['post', 'put', 'delete', 'options'].map((method) => [method, path, 'GET, HEAD']),
    ),
    ...MODEL_PATHS.flatMap((path) =>
      ['get', 'head', 'put', 'options'].map((method) => [method, path, 'POST']),
    ),
  ] as [string, string, string][];
  for (const [method, path, allow] of refused) {
    const { status, headers, body, requestId } = ask(method, path);
    assert.equal(status, 405);
    const azure = path.startsWith('/openai/') ? (azureDialect.headers ?? []) : [];
    const named = path.startsWith('/model/') ? [['x-amzn-errortype', 'UnknownOperationException']] : [];
    assert.deepEqual(headers, [...JSON_HEADERS, ...azure, ...named, ['allow', allow]]);
    if (/^\/(?:v1beta|api(?!\/v1\/)|model)\//.test(path)) continue;
    const compatible = path.startsWith('/compatible-mode/');
    const message = `Not allowed to ${method.toUpperCase()} on ${path}. Allowed: ${allow}.`;
    if (path.startsWith('/api/v1/')) {
      assert.deepEqual(JSON.parse(body), { code: 'UnsupportedOperation', message, request_id: requestId });
      continue;
    }
    if (path.startsWith('/v2/')) {
      assert.deepEqual(JSON.parse(body), { message });
      continue;
    }
    const { error, request_id } = JSON.parse(body);
    const anthropic = path.startsWith('/v1/messages');
    if (path.startsWith('/openai/')) {
      assert.deepEqual(error, { message, code: '405' });
      continue;
    }
    const rest = anthropic ? {} : { param: null, code: 'method_not_allowed' };
    assert.deepEqual(error, { message, type: 'invalid_request_error', ...rest });
    assert.equal(request_id, compatible || anthropic ? requestId : undefined);
  }
  assert.equal(state.rejectionsFor('method_not_allowed'), refused.length);
  for (const endpoint of MODEL_ENDPOINTS) assert.equal(repliesOf(endpoint, 405), 4);
  for (const path of PAGES) assert.equal(repliesOf(path, 405), 4);
  assert.equal(repliesOf('other', 405), 0);
});

test('an unknown path gets 404, in the dialect of the mount that it lies under', () => {
  const { state, ask, repliesOf } = rig();
  const unknown = [
    ['/', false],
    ['/nowhere', false],
    ['/compatible-mode', true],
    ['/compatible-mode/', true],
    ['/compatible-mode/v1/nope', true],
    ['/v1/compatible-mode/', false],
    ['/__proto__', false],
  ] as const;
  for (const [path, compatible] of unknown) {
    const { status, headers, body, requestId } = ask('get', path);
    assert.deepEqual([status, headers], [404, JSON_HEADERS]);
    assert.match(requestId, compatible ? /^[0-9a-f-]{36}$/ : /^req_[0-9a-f]{32}$/);
    const { error, request_id } = JSON.parse(body);
    assert.deepEqual(error, {
      message: `Unknown request URL: GET ${path}. Please check the URL for typos.`,
      type: 'invalid_request_error',
      param: null,
      code: 'unknown_url',
    });
    assert.equal(request_id, compatible ? requestId : undefined);
  }
  assert.deepEqual(
    [repliesOf('other', 404), state.rejectionsFor('not_found')],
    [unknown.length, unknown.length],
  );
});

test('a path that is nearly right is told the right one, in the dialect of that', () => {
  const { ask } = rig();
  for (const [path, meant, type] of [
    ['/chat/completions', 'POST /v1/chat/completions', 'invalid_request_error'],
    ['/v1/v1/chat/completions', 'POST /v1/chat/completions', 'invalid_request_error'],
    ['/v1/chat/completions/', 'POST /v1/chat/completions', 'invalid_request_error'],
    ['/v1/message', 'POST /v1/messages', 'not_found_error'],
    ['/messages/count_tokens', 'POST /v1/messages/count_tokens', 'not_found_error'],
    ['/openai/deployments/x/nothing', null, undefined],
    ['/openai/deployments/x/chat/completion', 'POST /openai/deployments/{name}/chat/completions', undefined],
    ['/openai/deployments/chat/completions', 'POST /openai/deployments/{name}/chat/completions', undefined],
    ['/deployments/x/embeddings', 'POST /openai/deployments/{name}/embeddings', undefined],
    [
      '/compatible-mode/chat/completions',
      'POST /compatible-mode/v1/chat/completions',
      'invalid_request_error',
    ],
    ['/HEALTH', 'GET /health', 'invalid_request_error'],
  ] as const) {
    for (const method of ['post', 'post']) {
      const { status, body } = ask(method, path);
      const { error } = JSON.parse(body);
      const hint = meant === null ? '' : ` Did you mean ${meant}?`;
      assert.equal(
        error.message,
        `Unknown request URL: POST ${path}. Please check the URL for typos.${hint}`,
      );
      assert.deepEqual([status, error.type], [404, type]);
    }
  }
});

test('what a client puts into its path stays inside the JSON string', () => {
  const { ask } = rig();
  assert.match(JSON.parse(ask('get', '/"}\\\n<b>').body).error.message, /GET \/"\}\\\n<b>\. /);
});

test('two refusals never share a request id', () => {
  const { ask } = rig();
  assert.notEqual(ask('get', '/a').requestId, ask('get', '/a').requestId);
});

test('while connections end with their replies, what is refused is told so', () => {
  const { admission, ask } = rig();
  for (const draining of [false, true]) {
    admission.endsConnections = draining;
    assert.equal(ask('get', '/nowhere')?.close, draining);
    assert.equal(ask('delete', '/health')?.close, draining);
  }
});

test('a long path or method comes back as far as anyone would read it', () => {
  const { ask } = rig();
  const path = `/${'x'.repeat(16_000)}`;
  const body = ask('y'.repeat(1_000), path).body as string;
  const message = `Unknown request URL: ${'Y'.repeat(64)}… /${'x'.repeat(255)}…. Please check the URL for typos.`;
  assert.equal(JSON.parse(body).error.message, message);
  const deployment = `/openai/deployments/${'x'.repeat(16_000)}/chat/completions`;
  assert.equal((ask('get', deployment).body as string).length < 600, true);
});
