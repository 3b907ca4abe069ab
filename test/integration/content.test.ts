/**
 * What answers say, over real sockets.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { LOREM_WORDS } from '../../dist/behavior/content/lorem-words.js';
import { streamChat } from '../support/event-stream.js';
import { type Settings, startTestServer } from '../support/in-process.js';

const directory = mkdtempSync(join(tmpdir(), 'llm-mock-answers-'));
after(() => rmSync(directory, { recursive: true }));

interface Reply {
  readonly choices: readonly { readonly message: { readonly content: string } }[];
  readonly usage: { readonly completion_tokens: number };
}

/** Gives back a function that asks for a whole answer. */
async function start(settings: Settings) {
  const { url } = await startTestServer(settings);
  const ask = async (content: unknown, fields: object = {}): Promise<Reply> => {
    const reply = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ messages: [{ role: 'user', content }], ...fields }),
    });
    assert.equal(reply.status, 200);
    return (await reply.json()) as Reply;
  };
  const say = async (content: unknown) => (await ask(content)).choices[0]?.message.content;
  return { url, ask, say };
}

test('an echo says what the user said last, streamed or not', async () => {
  const { url, say } = await start({ RESPONSE_CONTENT: 'echo' });
  const said = 'Say: 你好 "é"\n\\ twice';
  assert.equal(await say(said), said);
  assert.equal(
    await say([
      { type: 'text', text: 'in ' },
      { type: 'text', text: 'parts' },
    ]),
    'in parts',
  );
  const { texts } = await streamChat(url, { messages: [{ role: 'user', content: said }] });
  assert.deepEqual(texts, [said]);
});

test('generated words differ from answer to answer, and with a seed depend on the request alone', async () => {
  const { say } = await start({ RESPONSE_CONTENT: 'lorem', OUTPUT_TOKENS: '20' });
  const answers = await Promise.all(Array.from({ length: 10 }, () => say('hello')));
  assert.ok(new Set(answers).size > 5);
  for (const answer of answers) {
    const words = (answer ?? '').split(' ');
    assert.equal(words.length, 20);
    for (const word of words) assert.ok(LOREM_WORDS.includes(word), word);
  }
  const seeded = await start({ RESPONSE_CONTENT: 'lorem', SEED: '7' });
  const [one, again, other] = [
    await seeded.say('hello'),
    await seeded.say('hello'),
    await seeded.say('Hello'),
  ];
  assert.equal(one, again);
  assert.notEqual(one, other);
});

test('a file has one answer a line, and each answer is one of them', async () => {
  const lines = ['first answer', '第二个 回答', 'third "answer" \\n'];
  const path = join(directory, 'answers.txt');
  writeFileSync(path, `${lines[0]}\r\n\n${lines[1]}\n${lines[2]}\n`);
  const { say } = await start({ RESPONSE_CONTENT: 'file', RESPONSE_FILE: path });
  const answers = await Promise.all(Array.from({ length: 60 }, () => say('x')));
  assert.deepEqual(new Set(answers), new Set(lines));
});

test('a number of tokens cuts a text off or repeats it, and the usage says so', async () => {
  const { ask } = await start({ RESPONSE_TEXT: 'one two three', OUTPUT_TOKENS: '5' });
  const { choices, usage } = await ask('x');
  assert.deepEqual([choices[0]?.message.content, usage.completion_tokens], ['one two three one two', 5]);
});
