/** Parts of prompts that are no texts, as each API writes them: what they count, and how the usage tells it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messagesProtocol } from '../../../../dist/protocols/anthropic/messages.js';
import type { Protocol } from '../../../../dist/protocols/contract/protocol.js';
import { countTokensProtocol } from '../../../../dist/protocols/google/count-tokens.js';
import { generateContentProtocol } from '../../../../dist/protocols/google/generate-content.js';
import { createChatProtocol } from '../../../../dist/protocols/openai/chat/chat.js';
import { responsesProtocol } from '../../../../dist/protocols/openai/responses/responses.js';
import { dataUrl, jpegOf, pngOf, wavOf } from '../../../support/media-bytes.js';
import { accept, answerOf, replyOf } from '../../../support/protocol-answers.js';

const chat = createChatProtocol({ dashScope: false });
const dashScope = createChatProtocol({ dashScope: true });

const PNG = dataUrl('image/png', pngOf(1024, 1024));
const JPEG = jpegOf(960, 540).toString('base64');
const WAV = wavOf(3).toString('base64');
const PDF = dataUrl('application/pdf', Buffer.alloc(60_000));

/** What the part adds to a message without it. */
function tokensOf(protocol: Protocol, part: object, model: string, more: object = {}): number {
  const messages = [{ role: 'user', content: [part] }];
  const contents = [{ parts: [part] }];
  const body = { model, max_tokens: 1, messages, input: messages, contents, ...more };
  return accept(protocol, body).promptTokens - 6;
}

test('images, audio and files in chat completions count by the model', () => {
  for (const [model, part, tokens] of [
    ['gpt-4o', { type: 'image_url', image_url: { url: PNG } }, 765],
    ['gpt-4o', { type: 'image_url', image_url: { url: PNG, detail: 'low' } }, 85],
    ['gpt-4o', { type: 'image_url', image_url: { url: 'https://a.example/b.png' } }, 765],
    ['gpt-4o;delay=1s', { type: 'image_url', image_url: PNG }, 765],
    ['openai/gpt-4o-mini', { type: 'image_url', image_url: { url: PNG, detail: 'low' } }, 2833],
    ['Qwen/Qwen3-VL-8B', { type: 'image_url', image_url: { url: PNG } }, 1026],
    ['gpt-4o-audio-preview', { type: 'input_audio', input_audio: { data: WAV, format: 'wav' } }, 30],
    ['gpt-4o', { type: 'file', file: { file_data: PDF, filename: 'a.pdf' } }, 2 * (500 + 765)],
    ['gpt-4o', { type: 'file', file: { file_id: 'file-1' } }, 5 * (500 + 765)],
    ['gpt-4o', { type: 'image_url' }, 0],
    ['gpt-4o', { type: 'image_url', image_url: { url: 7 } }, 0],
    ['gpt-4o', { type: 'input_audio', input_audio: null }, 0],
    ['gpt-4o', { type: 'file', file: {} }, 0],
  ] as const) {
    assert.equal(tokensOf(chat, part, model), tokens, JSON.stringify(part).slice(0, 80));
  }
});

test('images and files in Responses count by the model', () => {
  for (const [part, tokens] of [
    [{ type: 'input_image', image_url: PNG, detail: 'high' }, 765],
    [{ type: 'input_image', image_url: PNG, detail: 'low' }, 85],
    [{ type: 'input_image', file_id: 'file-1' }, 765],
    [{ type: 'input_file', file_data: PDF }, 2 * (500 + 765)],
    [{ type: 'input_file', file_url: 'https://a.example/b.pdf' }, 5 * (500 + 765)],
  ] as const) {
    assert.equal(tokensOf(responsesProtocol, part, 'gpt-4o'), tokens, JSON.stringify(part).slice(0, 80));
  }
});

test('images, audio and videos in the compatible mode count by the rules of Qwen', () => {
  const image = { type: 'image_url', image_url: { url: PNG } };
  for (const [part, more, tokens] of [
    [image, {}, 35 * 35 + 2],
    [image, { vl_high_resolution_images: true }, 37 * 37 + 2],
    [{ ...image, max_pixels: 100 * 784 }, {}, 102],
    [{ ...image, max_pixels: Number.NaN, min_pixels: -1 }, {}, 35 * 35 + 2],
    [{ type: 'input_audio', input_audio: { data: WAV, format: 'wav' } }, {}, 75],
    [{ type: 'video', video: [PNG, PNG, PNG] }, {}, 2 * 27 * 27],
    [{ type: 'video_url', video_url: { url: 'https://a.example/b.mp4' } }, {}, 30 * 768],
  ] as const) {
    assert.equal(tokensOf(dashScope, part, 'qwen-vl-max', more), tokens, JSON.stringify(part).slice(0, 80));
  }
});

test('images and documents in messages count by the rules of Anthropic', () => {
  const base64 = (media_type: string, data: string) => ({ type: 'base64', media_type, data });
  for (const [part, tokens] of [
    [{ type: 'image', source: base64('image/jpeg', JPEG) }, Math.ceil((960 * 540) / 750)],
    [{ type: 'image', source: { type: 'url', url: 'https://a.example/b.png' } }, 1399],
    [{ type: 'image', source: { type: 'file', file_id: 'file_1' } }, 1399],
    [{ type: 'document', source: base64('application/pdf', Buffer.alloc(60_000).toString('base64')) }, 6_000],
    [{ type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'abcdefgh' } }, 2],
    [{ type: 'document', source: { type: 'url', url: 'https://a.example/b.pdf' } }, 15_000],
    [{ type: 'image', source: base64('image/png', '!!! no base64') }, 1399],
    [{ type: 'image' }, 0],
  ] as const) {
    assert.equal(tokensOf(messagesProtocol, part, 'claude'), tokens, JSON.stringify(part).slice(0, 80));
  }
});

test('data and files in contents count by the rules of Gemini, in both spellings', () => {
  const model = 'gemini-2.5-flash';
  const low = { generationConfig: { mediaResolution: 'MEDIA_RESOLUTION_LOW' } };
  for (const [part, more, tokens] of [
    [{ inlineData: { mimeType: 'image/jpeg', data: JPEG } }, {}, 6 * 258],
    [{ inline_data: { mime_type: 'image/jpeg', data: JPEG } }, low, 64],
    [{ inlineData: { mimeType: 'audio/wav', data: WAV } }, {}, 96],
    [{ inlineData: { mimeType: 'video/mp4', data: Buffer.alloc(500_000).toString('base64') } }, {}, 526],
    [{ inlineData: { mimeType: 'application/pdf', data: Buffer.alloc(60_000).toString('base64') } }, {}, 516],
    [{ inlineData: { mimeType: 'text/plain', data: Buffer.alloc(400).toString('base64') } }, {}, 100],
    [{ fileData: { mimeType: 'video/mp4', fileUri: 'gs://a/b' } }, {}, 30 * 263],
    [{ file_data: { mime_type: 'audio/mp3', file_uri: 'gs://a/b' } }, {}, 30 * 32],
    [{ inlineData: { data: 7 } }, {}, 0],
    [{ functionCall: { name: 'f' } }, {}, 0],
  ] as const) {
    assert.equal(
      tokensOf(generateContentProtocol, part, model, more),
      tokens,
      JSON.stringify(part).slice(0, 80),
    );
  }
});

test('the usage tells what is no text, where the API has a field for it', () => {
  const media = { image: 100, audio: 20, video: 0, document: 3, isToldByKind: true };
  const usage = { promptTokens: 130, completionTokens: 2, media };
  const reply = (protocol: Protocol, body: object, told: object = {}) =>
    JSON.parse(replyOf(protocol, { model: 'm', ...body }, answerOf({ usage: { ...usage, ...told } })));
  const messages = [{ role: 'user', content: 'x' }];
  const contents = [{ parts: [{ text: 'x' }] }];
  const openAi = reply(chat, { messages }, { media: { ...media, isToldByKind: false } }).usage;
  assert.deepEqual(openAi.prompt_tokens_details, { cached_tokens: 0, audio_tokens: 20 });
  assert.deepEqual(reply(dashScope, { messages }).usage.prompt_tokens_details, {
    cached_tokens: 0,
    audio_tokens: 20,
    text_tokens: 7,
    image_tokens: 100,
    video_tokens: 0,
  });
  const details = [
    { modality: 'TEXT', tokenCount: 7 },
    { modality: 'IMAGE', tokenCount: 100 },
    { modality: 'AUDIO', tokenCount: 20 },
    { modality: 'DOCUMENT', tokenCount: 3 },
  ];
  const generated = reply(generateContentProtocol, { contents }).usageMetadata;
  assert.deepEqual(generated.promptTokensDetails, details);
  assert.deepEqual(reply(countTokensProtocol, { contents }).promptTokensDetails, details);
});

test('a model that is no text, and parts that make no sense, are answered as before', () => {
  const body = { model: { toString: 1 }, messages: [{ role: 'user', content: [{ type: 'image_url' }] }] };
  assert.equal(chat.parse(Buffer.from(JSON.stringify(body)), OPTIONS).ok, false);
});

const OPTIONS = { keepUserText: false, keepPrompt: false, modelDefault: 'm', stream: null };
