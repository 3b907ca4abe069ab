import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskSecrets, shownMethod, shownPath } from '../../../../dist/main/records/masked-text.js';
import { ENDPOINTS } from '../../../../dist/shared/labels.js';

const SECRETS = [
  'sk-abcdefgh12345678',
  'sk-ant-api03-abc_DEF-123456',
  'ghp_0123456789abcdefghij',
  'AKIAIOSFODNN7EXAMPLE',
  'AIzaSyA-1234567890abcdef',
  'LTAI5tExampleKeyId12',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0',
  'QWxhZGRpbjpvcGVuIHNlc2FtZQ'.repeat(2),
];

test('keys are masked wherever they stand', () => {
  for (const secret of SECRETS) {
    for (const text of [
      secret,
      `my key is ${secret}, keep it`,
      JSON.stringify({ content: `use "${secret}"` }),
    ]) {
      const masked = maskSecrets(text);
      assert.equal(masked.includes(secret.slice(0, 12)), false, masked);
      assert.ok(masked.includes('***'), masked);
    }
  }
});

test('what is named as a secret is masked, also in JSON within JSON', () => {
  const inner = JSON.stringify({ password: 'hunter2', max_tokens: 4096 });
  assert.equal(maskSecrets(inner), '{"password":"***","max_tokens":4096}');
  assert.equal(
    maskSecrets(JSON.stringify({ content: inner })),
    JSON.stringify({ content: maskSecrets(inner) }),
  );
  for (const [text, masked] of [
    ['api_key=abcd1234', 'api_key=***'],
    ['API-KEY: "abcd1234"', 'API-KEY: "***"'],
    ['"Authorization": "Basic dXNlcjpwdw=="', '"Authorization": "***"'],
    ['Bearer abcdefgh12345678.x', 'Bearer ***'],
    ['client_secret=s3cr3t&grant=x', 'client_secret=***&grant=x'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----', '***'],
  ] as const) {
    assert.equal(maskSecrets(text), masked);
  }
});

test('what is no secret stays as it is', () => {
  for (const text of [
    '{"model":"gpt-4o","messages":[{"role":"user","content":"What does the bearer of a token do?"}]}',
    '{"max_tokens":100,"stream":true,"stop_token_ids":[1,2]}',
    'a skeleton key, in a risky task',
    '你好，世界',
    'Qwen2-5-Coder-32B-Instruct-GPTQ-Int4',
  ]) {
    assert.equal(maskSecrets(text), text);
  }
});

test('the last word of a text that was cut may be the beginning of a secret', () => {
  assert.equal(maskSecrets('the key is sk-abc', true), 'the key is ***');
  assert.equal(maskSecrets('the key is sk-abc'), 'the key is sk-abc');
});

test('every path of ours is shown as it is', () => {
  for (const path of ENDPOINTS) assert.equal(shownPath(path), path);
  assert.equal(
    shownPath('/openai/deployments/gpt-4o/chat/completions'),
    '/openai/deployments/gpt-4o/chat/completions',
  );
});

test('a path is shown without its query, its host and what hides in it, and no longer than anyone would read', () => {
  assert.equal(shownPath('/a?key=secret'), '/a');
  assert.equal(shownPath('http://me:pw@host:1/a?b'), '/a');
  assert.equal(
    shownPath('/a\u0000\u001b[31m\u202eb\u2028\ud800'),
    '/a\\u0000\\u001b[31m\\u202eb\\u2028\\ud800',
  );
  assert.equal(shownPath('/v1/sk-abcdefgh12345678'), '/v1/***');
  assert.equal(shownPath('/<b>&"'), '/<b>&"');
  assert.equal(shownPath(`/${'a b'.repeat(400)}`).length, 201);
  assert.equal(shownMethod('get'), 'GET');
  assert.equal(shownMethod('\u0007'.repeat(20)), '\\U0007'.repeat(16));
});
