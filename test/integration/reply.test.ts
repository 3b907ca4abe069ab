import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Pool } from 'undici';
import { CHAT_BODY, MOUNTS, OPENAI } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';
import { USAGE_DETAILS } from '../support/protocol-answers.js';

const REPLIES = 500;
const server = await startTestServer({ RESPONSE_TEXT: 'A fixed answer, é.' });
const pool = new Pool(server.url, { connections: 20 });
after(() => pool.destroy());

interface Completion {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

async function complete(path: string, body = CHAT_BODY) {
  const reply = await pool.request({ path, method: 'POST', body });
  return { ...reply, completion: (await reply.body.json()) as Completion };
}

for (const mount of MOUNTS) {
  test(`${mount} answers with exactly the keys of a chat.completion`, async () => {
    const before = Math.floor(Date.now() / 1000);
    const { statusCode, headers, completion } = await complete(mount);
    assert.equal(statusCode, 200);
    const names = [
      'content-length',
      'content-type',
      'date',
      'keep-alive',
      'x-content-type-options',
      'x-request-id',
    ];
    assert.deepEqual(Object.keys(headers).sort(), names);
    assert.equal(headers['content-type'], 'application/json');
    const { id, created } = completion;
    assert.match(id, /^chatcmpl-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(
      created - before === 0 || created - before === 1,
      true,
      `created ${created - before} s later`,
    );
    assert.deepEqual(completion, {
      id,
      object: 'chat.completion',
      created,
      model: 'qwen-plus',
      ...(mount === OPENAI ? { service_tier: 'default' } : {}),
      system_fingerprint: null,
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'A fixed answer, é.', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      // 'hello' is 2 tokens, 3 for the message and 3 for the prompt; the answer's 19 bytes are 5.
      usage: { prompt_tokens: 8, completion_tokens: 4, total_tokens: 12, ...USAGE_DETAILS },
    });
  });

  test(`${mount} gives every reply an id of its own, and the same in x-request-id`, async () => {
    const replies = await Promise.all(Array.from({ length: REPLIES }, () => complete(mount)));
    assert.equal(new Set(replies.map(({ completion }) => completion.id)).size, REPLIES);
    for (const { headers, completion } of replies) {
      const uuid = completion.id.slice('chatcmpl-'.length);
      const expected = mount === '/v1/chat/completions' ? `req_${uuid.replaceAll('-', '')}` : uuid;
      assert.equal(headers['x-request-id'], expected);
    }
  });

  test(`${mount} echoes the model, and names qwen-plus where none is given`, async () => {
    const messages = [{ role: 'user', content: 'x' }];
    for (const model of ['gpt-4o', 'a "quoted" name', '通义千问']) {
      assert.equal((await complete(mount, JSON.stringify({ model, messages }))).completion.model, model);
    }
    assert.equal((await complete(mount, JSON.stringify({ messages }))).completion.model, 'qwen-plus');
    assert.equal(
      (await complete(mount, JSON.stringify({ model: null, messages }))).completion.model,
      'qwen-plus',
    );
  });
}
