import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertRefusal, chatRequest, MOUNTS } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';
import { RawClient } from '../support/raw-client.js';

const server = await startTestServer();

const MESSAGES = '"messages":[{"role":"user","content":"x"}]';

const WRONG_BODIES: readonly {
  title: string;
  body: string;
  message: string;
  param?: string;
  code?: string;
}[] = [
  { title: 'no body', body: '', message: 'The request body is empty; a JSON object is expected.' },
  { title: 'half a body', body: '{"messages":', message: 'The request body could not be parsed as JSON.' },
  { title: 'a form', body: 'model=qwen', message: 'The request body could not be parsed as JSON.' },
  { title: 'an array', body: '[]', message: 'The request body must be a JSON object, but it is an array.' },
  { title: 'null', body: 'null', message: 'The request body must be a JSON object, but it is null.' },
  {
    title: 'no messages',
    body: '{}',
    message: "Missing required parameter: 'messages'.",
    param: 'messages',
    code: 'missing_required_parameter',
  },
  {
    title: 'messages of the wrong type',
    body: '{"messages":"hello"}',
    message: "Invalid type for 'messages': expected an array of objects, but got a string instead.",
    param: 'messages',
    code: 'invalid_type',
  },
  {
    title: 'a message of the wrong type',
    body: '{"messages":[{"role":"user","content":"x"},7]}',
    message: "Invalid type for 'messages[1]': expected an object, but got an integer instead.",
    param: 'messages[1]',
    code: 'invalid_type',
  },
  {
    title: 'a message without a role',
    body: '{"messages":[{"content":"x"}]}',
    message: "Missing required parameter: 'messages[0].role'.",
    param: 'messages[0].role',
    code: 'missing_required_parameter',
  },
  {
    title: 'content of the wrong type',
    body: '{"messages":[{"role":"user","content":true}]}',
    message:
      "Invalid type for 'messages[0].content': expected a string or an array of content parts, but got a boolean instead.",
    param: 'messages[0].content',
    code: 'invalid_type',
  },
  {
    title: 'a model of the wrong type',
    body: `{"model":7,${MESSAGES}}`,
    message: "Invalid type for 'model': expected a string, but got an integer instead.",
    param: 'model',
    code: 'invalid_type',
  },
  {
    title: 'a temperature of the wrong type',
    body: `{"temperature":"hot",${MESSAGES}}`,
    message: "Invalid type for 'temperature': expected a number, but got a string instead.",
    param: 'temperature',
    code: 'invalid_type',
  },
  {
    title: 'a temperature out of bounds',
    body: `{"temperature":2.5,${MESSAGES}}`,
    message: "Invalid 'temperature': expected a number between 0 and 2, but got 2.5.",
    param: 'temperature',
    code: 'invalid_value',
  },
  {
    title: 'a stream that is not a boolean',
    body: `{"stream":"yes",${MESSAGES}}`,
    message: "Invalid type for 'stream': expected a boolean, but got a string instead.",
    param: 'stream',
    code: 'invalid_type',
  },
  {
    title: 'stream options without a stream',
    body: `{"stream_options":{"include_usage":true},${MESSAGES}}`,
    message: "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
    param: 'stream_options',
  },
  {
    title: 'more choices than are allowed',
    body: `{"n":129,${MESSAGES}}`,
    message: "Invalid 'n': expected an integer between 1 and 128, but got 129.",
    param: 'n',
    code: 'invalid_value',
  },
];

for (const mount of MOUNTS) {
  for (const { title, body, message, param = null, code = null } of WRONG_BODIES) {
    test(`${mount} answers ${title} with 400 in the shape of the mount and keeps the connection`, async () => {
      const client = await RawClient.connect(server.port);
      for (let round = 0; round < 2; round++) {
        client.write(chatRequest({ path: mount, body }));
        const headers = { connection: null, 'retry-after': null };
        assertRefusal(await client.reply(), mount, { status: 400, message, param, code, headers });
      }
      assert.equal(server.state.active, 0);
      client.leave();
    });
  }
}

test('every refused body was counted as an invalid request, and none as a client that left', () => {
  assert.equal(server.state.rejectionsFor('invalid_request'), 2 * MOUNTS.length * WRONG_BODIES.length);
  assert.equal(server.state.disconnects, 0);
});
