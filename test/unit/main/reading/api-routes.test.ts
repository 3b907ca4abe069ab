import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiRoutes } from '../../../../dist/main/reading/api-routes.js';
import { createReplyHeads } from '../../../../dist/main/transport/reply-heads.js';
import { anthropicDialect } from '../../../../dist/protocols/anthropic/dialect.js';
import { azureDialect } from '../../../../dist/protocols/azure/dialect.js';
import { cohereDialect } from '../../../../dist/protocols/cohere/dialect.js';
import { dashScopeDialect } from '../../../../dist/protocols/dashscope/dialect.js';
import { dashScopeNativeDialect } from '../../../../dist/protocols/dashscope-native/dialect.js';
import { googleDialect } from '../../../../dist/protocols/google/dialect.js';
import { openAiDialect } from '../../../../dist/protocols/openai/dialect.js';
import { dialectOf } from '../../../../dist/protocols/providers.js';
import { ENDPOINTS, MODEL_ENDPOINTS } from '../../../../dist/shared/labels.js';
import { testConfig } from '../../../support/in-process.js';
import { requestHead } from '../../../support/request-head.js';

const headsOf = createReplyHeads(testConfig());
const parseOptions = { keepUserText: false, keepPrompt: false, modelDefault: 'the-default', stream: null };
const routes = () => new ApiRoutes({ headsOf, parseOptions, crossOrigin: null });
const at = (path: string) => requestHead({}, 'post', path);

/** Where the body names the model; each is counted as the one by deployment. */
const AZURE_MEDIA = ['images/generations', 'audio/speech', 'audio/transcriptions', 'audio/translations'].map(
  (what) => `/openai/v1/${what}`,
);

test('every model endpoint has a route with its own label', () => {
  for (const endpoint of MODEL_ENDPOINTS) {
    const route = routes().find(at(endpoint.replace(/\{\w+\}/, 'gpt-4o')));
    assert.equal(ENDPOINTS[route?.endpoint ?? -1], endpoint);
  }
  const fixed = MODEL_ENDPOINTS.filter((endpoint) => !endpoint.includes('{'));
  assert.deepEqual(
    [...routes().byPath.keys()].sort(),
    [...fixed, '/openai/responses', '/rerank', '/score', ...AZURE_MEDIA].sort(),
  );
});

test('a header may choose among what is mounted at a path: whether the answer is streamed, and who is asked', () => {
  const all = routes();
  const routeOf = (path: string, headers: Record<string, string>) => {
    const mounted = all.find(at(path)) ?? assert.fail('no route');
    return all.forHead(mounted, requestHead(headers, 'post', path));
  };
  const generation = '/api/v1/services/aigc/text-generation/generation';
  const streams = (headers: Record<string, string>) => routeOf(generation, headers).parseOptions.stream;
  assert.equal(streams({}), false);
  assert.equal(streams({ accept: 'application/json' }), false);
  assert.equal(streams({ accept: 'text/event-stream' }), true);
  assert.equal(streams({ 'x-dashscope-sse': 'Enable' }), true);
  assert.equal(streams({ 'x-dashscope-sse': 'disable' }), false);
  const dialects = (headers: Record<string, string>) => routeOf('/v1/rerank', headers).dialect;
  assert.equal(dialects({}), openAiDialect);
  assert.equal(dialects({ 'x-fern-sdk-name': 'cohere' }), cohereDialect);
  assert.equal(dialects({ 'user-agent': 'cohere/7.3.1' }), cohereDialect);
  // Asked for again, the same: what was remembered of a request is found by it.
  assert.equal(
    routeOf(generation, { accept: 'text/event-stream' }),
    routeOf(generation, { 'x-dashscope-sse': 'enable' }),
  );
  assert.equal(routeOf('/v1/embeddings', { accept: 'text/event-stream' }).variants, null);
});

test('each mount speaks its dialect, its heads and its 404s included', () => {
  for (const [path, dialect] of [
    ['/v1/chat/completions', openAiDialect],
    ['/v1/embeddings', openAiDialect],
    ['/v1/messages', anthropicDialect],
    ['/compatible-mode/v1/chat/completions', dashScopeDialect],
    ['/compatible-mode/v1/responses', dashScopeDialect],
    ['/api/v1/services/embeddings/text-embedding/text-embedding', dashScopeNativeDialect],
    ['/v2/rerank', cohereDialect],
    ['/v1/rerank', openAiDialect],
    ['/openai/deployments/x/chat/completions', azureDialect],
    ['/openai/v1/responses', azureDialect],
    ['/openai/responses', azureDialect],
    ['/tokenize', openAiDialect],
  ] as const) {
    const route = routes().find(at(path));
    assert.equal(route?.dialect, dialect, path);
    assert.equal(route?.heads, headsOf(dialect), path);
    assert.equal(dialectOf(path), dialect, path);
    assert.equal(dialectOf(`${path}/nope`), dialect, path);
  }
  assert.equal(dialectOf('/v1/messages2'), openAiDialect);
});

test("Google's verbs are found below /v1 too, as the endpoints of /v1beta and in Google's dialect", () => {
  const verbs = MODEL_ENDPOINTS.filter((endpoint) => endpoint.startsWith('/v1beta/'));
  assert.equal(verbs.length, 5);
  for (const endpoint of verbs) {
    const path = endpoint.replace('{model}', 'gemini-x');
    const [first, second] = [path, path.replace('/v1beta', '/v1')].map((one) => routes().find(at(one)));
    assert.deepEqual([second?.endpoint, second?.dialect], [ENDPOINTS.indexOf(endpoint), googleDialect]);
    assert.deepEqual(second?.parseOptions, first?.parseOptions);
    assert.equal(second?.protocol, first?.protocol);
    assert.equal(second?.parseOptions.modelDefault, 'gemini-x');
  }
  for (const path of ['/v1/models', '/v1/models/gemini-x', '/v1/models/gemini-x:nothing']) {
    assert.equal(routes().find(at(path)), undefined, path);
  }
});

test('a path is found exactly or not at all', () => {
  for (const path of [
    '/v1/chat/completions/',
    '/V1/chat/completions',
    '/v1/messages/',
    '/openai/deployments//chat/completions',
    '/openai/deployments/a/b/chat/completions',
    '/openai/deployments/chat/completions',
    '/openai/deployments/a/nothing',
    '/__proto__',
    '',
  ]) {
    assert.equal(routes().find(at(path)), undefined, path);
  }
});

test('the name of a deployment is the model of a request that names none', () => {
  const modelOf = (path: string) => routes().find(at(path))?.parseOptions.modelDefault;
  assert.equal(modelOf('/openai/deployments/gpt-4o/chat/completions'), 'gpt-4o');
  assert.equal(modelOf('/openai/deployments/my%20model%3Bdelay%3D2s/chat/completions'), 'my model;delay=2s');
  assert.equal(modelOf('/openai/deployments/%E0%A4%A/chat/completions'), '%E0%A4%A');
  assert.equal(modelOf('/v1/chat/completions'), 'the-default');
});

test('a deployment with a name that no model has is not kept, and refused where it stands in for a model', () => {
  const all = routes();
  const path = (length: number) => `/openai/deployments/${'m'.repeat(length)}/chat/completions`;
  assert.equal(all.find(at(path(512))), all.find(at(path(512))));
  assert.notEqual(all.find(at(path(513))), all.find(at(path(513))));
  const ask = (length: number, model?: string) => {
    const route = all.find(at(path(length))) ?? assert.fail('no route');
    const body = Buffer.from(JSON.stringify({ model, messages: [{ role: 'user', content: 'x' }] }));
    const parsed = route.protocol.parse(body, route.parseOptions);
    return parsed.ok ? parsed.request.model.length : parsed.error.message;
  };
  assert.equal(ask(256), 256);
  assert.equal(ask(16_000), "Invalid 'model': expected 1 to 256 characters, but got 16000.");
  assert.equal(ask(16_000, 'm'), 1);
});

test('a deployment that is asked for again has the same route, and many names are all served', () => {
  const all = routes();
  const path = (index: number) => `/openai/deployments/m${index}/chat/completions`;
  assert.equal(all.find(at(path(0))), all.find(at(path(0))));
  for (let index = 0; index < 1_000; index++) {
    assert.equal(all.find(at(path(index)))?.parseOptions.modelDefault, `m${index}`);
  }
});

test('the open paths are given to the listener as patterns of whole segments', () => {
  assert.ok(routes().patterns.includes('/openai/deployments/:part/chat/completions'));
});
