/** Headers that begin as ours and are none, over real sockets of both listeners: refused in the words of the API that was spoken. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertRefusal, CHAT_BODY, chatRequest, DASHSCOPE, head, MOUNTS, OPENAI } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';
import { RawClient } from '../support/raw-client.js';

const KNOWN =
  'x-mock-delay, x-mock-ttft, x-mock-itl, x-mock-output-tokens, x-mock-reasoning-tokens, x-mock-tool-calls, x-mock-tool-turns, x-mock-fault, x-mock-seed';
const MESSAGE = `Unknown header 'x-mock-status': expected one of ${KNOWN} (did you mean x-mock-fault?)`;

const server = await startTestServer({ HTTP10_PORT: '0', MAX_CONCURRENT: '1' });
const LISTENERS = [
  { protocol: 'HTTP/1.1', port: server.port },
  { protocol: 'HTTP/1.0', port: server.http10Port as number },
];

for (const { protocol, port } of LISTENERS) {
  for (const path of MOUNTS) {
    test(`${protocol}, ${path}: an unknown header gets 400, and what was meant`, async () => {
      const client = await RawClient.connect(port);
      client.write(chatRequest({ protocol, path, headers: ['X-Mock-Status: 429'] }));
      assertRefusal(await client.reply(), path === DASHSCOPE ? DASHSCOPE : OPENAI, {
        status: 400,
        message: MESSAGE,
        code: 'invalid_value',
      });
    });
  }

  test(`${protocol}: it is refused ahead of its body, and the one slot is still there`, async () => {
    const client = await RawClient.connect(port);
    client.write(head({ protocol, headers: ['x-mock-status: 429', `content-length: ${CHAT_BODY.length}`] }));
    assert.equal((await client.reply()).status, 400);
    assert.equal(server.state.active, 0);
  });

  test(`${protocol}: headers of ours, one that was sent back, and those that only look alike pass`, async () => {
    const headers = [
      'X-Mock-Delay: 0s',
      'x-mock-queue-ms: 1.5',
      'x-mock: 1',
      'x-mocked-by: me',
      'x-status: 429',
    ];
    const client = await RawClient.connect(port);
    client.write(chatRequest({ protocol, headers }));
    assert.equal((await client.reply()).status, 200);
  });

  test(`${protocol}: Anthropic's and Google's clients are told in their shapes`, async () => {
    const body = '{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"hello"}]}';
    const anthropic = await RawClient.connect(port);
    anthropic.write(chatRequest({ protocol, path: '/v1/messages', body, headers: ['x-mock-status: 429'] }));
    const refused = await anthropic.reply();
    assert.equal(refused.status, 400);
    assert.deepEqual(JSON.parse(refused.body).error, { type: 'invalid_request_error', message: MESSAGE });
    const google = await RawClient.connect(port);
    const path = '/v1beta/models/gemini:generateContent';
    google.write(chatRequest({ protocol, path, body: '{"contents":[]}', headers: ['x-mock-status: 429'] }));
    const { error } = JSON.parse((await google.reply()).body);
    assert.deepEqual([error.code, error.message, error.status], [400, MESSAGE, 'INVALID_ARGUMENT']);
  });
}

test('of 1,500 requests on one connection none with an unknown header is answered with 200', async () => {
  const client = await RawClient.connect(server.port);
  for (let batch = 0; batch < 15; batch++) {
    client.write(chatRequest({ headers: ['x-mock-statsu: 429'] }).repeat(100));
    for (let request = 0; request < 100; request++) assert.equal((await client.reply()).status, 400);
  }
});

test('where overrides are not allowed, nothing of it is looked at', async () => {
  const strict = await startTestServer({ HTTP10_PORT: '0', ALLOW_REQUEST_OVERRIDES: 'false' });
  for (const [protocol, port] of [
    ['HTTP/1.1', strict.port],
    ['HTTP/1.0', strict.http10Port as number],
  ] as const) {
    const client = await RawClient.connect(port);
    client.write(chatRequest({ protocol, headers: ['x-mock-status: 429'] }));
    assert.equal((await client.reply()).status, 200);
  }
});
