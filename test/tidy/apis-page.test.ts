/**
 * Holds docs/apis.md to the code: every endpoint, every protocol, and every field that a protocol checks.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MESSAGES_ASKS } from '../../dist/protocols/anthropic/asks.js';
import { anthropicDialect } from '../../dist/protocols/anthropic/dialect.js';
import { MESSAGES_FIELDS } from '../../dist/protocols/anthropic/messages.js';
import { CONVERSE_ASKS } from '../../dist/protocols/bedrock/asks.js';
import { CONVERSE_FIELDS } from '../../dist/protocols/bedrock/converse.js';
import { COHERE_RERANK_FIELDS } from '../../dist/protocols/cohere/rerank.js';
import { dashScopeNativeDialect } from '../../dist/protocols/dashscope-native/dialect.js';
import { TEXT_EMBEDDING_FIELDS } from '../../dist/protocols/dashscope-native/embeddings.js';
import { PARAMETER_FIELDS } from '../../dist/protocols/dashscope-native/fields.js';
import { TEXT_RERANK_FIELDS } from '../../dist/protocols/dashscope-native/rerank.js';
import { GENERATE_FIELDS } from '../../dist/protocols/google/fields.js';
import { OLLAMA_ASKS } from '../../dist/protocols/ollama/asks.js';
import { CHAT_FIELDS as OLLAMA_CHAT_FIELDS } from '../../dist/protocols/ollama/fields.js';
import { GENERATE_FIELDS as GENERATE_TEXT_FIELDS } from '../../dist/protocols/ollama/text.js';
import { CHAT_ASKS } from '../../dist/protocols/openai/asking/chat-asks.js';
import { COMPLETION_ASKS } from '../../dist/protocols/openai/asking/completion-asks.js';
import { RESPONSE_ASKS } from '../../dist/protocols/openai/asking/response-asks.js';
import { SPEECH_FIELDS } from '../../dist/protocols/openai/audio/speech.js';
import { TRANSCRIPTION_FIELDS } from '../../dist/protocols/openai/audio/transcriptions.js';
import { CHAT_FIELDS } from '../../dist/protocols/openai/chat/chat.js';
import { COMPLETION_FIELDS } from '../../dist/protocols/openai/completions.js';
import { EMBEDDINGS_FIELDS } from '../../dist/protocols/openai/embeddings.js';
import { IMAGES_FIELDS } from '../../dist/protocols/openai/images/generations.js';
import { RERANK_FIELDS } from '../../dist/protocols/openai/rerank.js';
import { RESPONSES_FIELDS } from '../../dist/protocols/openai/responses/responses.js';
import { SCORE_FIELDS } from '../../dist/protocols/openai/score.js';
import { STOP_CHARACTERS_MAX } from '../../dist/protocols/validation/rules.js';
import { ERROR_KINDS } from '../../dist/shared/errors.js';
import { MODEL_ENDPOINTS } from '../../dist/shared/labels.js';
import { readProjectFile } from '../support/source-tree.js';

const page = readProjectFile('docs/apis.md');

/** The text below a heading, up to the next one. */
function section(title: string): string {
  const start = page.indexOf(`\n## ${title}\n`);
  assert.notEqual(start, -1, `no section ${title}`);
  const end = page.indexOf('\n## ', start + 1);
  return page.slice(start, end === -1 ? undefined : end);
}

/** What stands in backquotes in the first cell of every row of the section's table. */
function fieldsIn(title: string): readonly string[] {
  const rows = section(title)
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) =>
    [...(row.split('|')[1] as string).matchAll(/`([^`]+)`/g)].map(([, name]) => name as string),
  );
}

const APIS: Readonly<Record<string, readonly string[]>> = {
  'Chat completions': ['messages', ...CHAT_FIELDS.keys(), ...CHAT_ASKS.fields],
  Completions: ['prompt', ...COMPLETION_FIELDS.keys(), ...COMPLETION_ASKS.fields],
  Responses: ['input', ...RESPONSES_FIELDS.keys(), ...RESPONSE_ASKS.fields],
  Embeddings: ['input', ...EMBEDDINGS_FIELDS.keys()],
  DashScope: ['messages', 'prompt', 'history', ...PARAMETER_FIELDS.keys()],
  'DashScope embeddings': ['texts', ...TEXT_EMBEDDING_FIELDS.keys()],
  Rerank: [
    ...['query', 'documents'],
    ...[RERANK_FIELDS, COHERE_RERANK_FIELDS, TEXT_RERANK_FIELDS].flatMap((fields) => [...fields.keys()]),
  ],
  'Score and pooling': [...['text_1', 'queries', 'text_2', 'documents'], ...SCORE_FIELDS.keys()],
  Messages: ['max_tokens', 'messages', 'system', ...MESSAGES_FIELDS.keys(), ...MESSAGES_ASKS.fields],
  Gemini: [
    'contents',
    'systemInstruction',
    ...[...GENERATE_FIELDS.keys()].filter((name) => !name.includes('_')),
  ],
  Speech: ['input', 'voice', ...SPEECH_FIELDS.keys()],
  Transcriptions: [
    'file',
    ...[...TRANSCRIPTION_FIELDS].map(([name, { is }]) => (is === 'list' ? `${name}[]` : name)),
  ],
  Images: ['prompt', ...IMAGES_FIELDS.keys()],
  Bedrock: ['messages', 'system', ...CONVERSE_FIELDS.keys(), ...CONVERSE_ASKS.fields],
  Ollama: ['messages', ...OLLAMA_CHAT_FIELDS.keys(), ...GENERATE_TEXT_FIELDS.keys(), ...OLLAMA_ASKS.fields],
};

for (const [title, fields] of Object.entries(APIS)) {
  test(`${title}: the table has every field that is read or checked, once, and no other`, () => {
    assert.deepEqual([...fieldsIn(title)].sort(), [...new Set(fields)].sort());
  });
}

test('the bounds of stop texts are those in force', () => {
  const rowOf = (title: string, field: string) =>
    section(title)
      .split('\n')
      .find((line) => line.startsWith(`| \`${field}\` |`)) ?? assert.fail(field);
  const together = `at most ${STOP_CHARACTERS_MAX.toLocaleString('en-US')} characters together`;
  for (const row of [rowOf('Chat completions', 'stop'), rowOf('Messages', 'stop_sequences')]) {
    assert.equal(row.includes(together), true, row);
  }
});

test('every endpoint that takes a slot is named', () => {
  const unnamed = MODEL_ENDPOINTS.filter((path) => !page.includes(`\`${path}\``));
  assert.deepEqual(unnamed, []);
});

test("the table of Anthropic's types has every status that its dialect answers, with its type", () => {
  const shown = section('Errors')
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .flatMap((line) => {
      const [, statuses, type] = line.split('|') as [string, string, string];
      return (statuses.replace(/where.*/, '').match(/\d+/g) ?? []).map((status) => [
        Number(status),
        type.trim(),
      ]);
    });
  const answered = Object.values(ERROR_KINDS).map((kind) => {
    const body = JSON.parse(anthropicDialect.encodeError({ kind, message: '', param: null }, 'x'));
    return [anthropicDialect.statusOf(kind), `\`${body.error.type}\``] as const;
  });
  assert.deepEqual(Object.fromEntries(shown), Object.fromEntries(answered));
});

test("the table of DashScope's codes has every status that its own API answers, with its codes", () => {
  const rows = section('DashScope')
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) => line.split('|').slice(1, 3) as [string, string]);
  const codesOf = (status: number) =>
    rows.filter(([statuses]) => statuses.includes(String(status))).map(([, codes]) => codes);
  for (const kind of Object.values(ERROR_KINDS)) {
    const body = JSON.parse(dashScopeNativeDialect.encodeError({ kind, message: '', param: null }, 'x'));
    const [codes, ...more] = codesOf(dashScopeNativeDialect.statusOf(kind));
    assert.deepEqual([codes?.includes(`\`${body.code}\``), more], [true, []], JSON.stringify(kind));
  }
});
