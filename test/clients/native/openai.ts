// Owns: what the official clients of OpenAI, Azure and Anthropic get beside chats, which are in clients.ts and asks.ts. Plain data.

import type { NativeClient } from '../native-clients.js';

const TEXT = 'alpha beta gamma';
const USAGE = { promptTokens: 10, completionTokens: 3 };
const ANSWER = { text: TEXT, ...USAGE };
const PORTRAIT = ['PNG', 1_024, 1_536];

export const NATIVE_OPENAI: readonly NativeClient[] = [
  {
    name: 'openai',
    apis: [
      'Azure: deployments, `/openai/v1`, responses, images, audio',
      'Azure：部署、`/openai/v1`、responses、图像、语音',
    ],
    script: 'use-azure.py',
    seen: {
      chat: { said: [ANSWER, ANSWER, ANSWER], filtered: [true, true, true] },
      chat_stream: { ...ANSWER, begins: [[], true] },
      completions: [TEXT, TEXT],
      embeddings: [8, 8],
      responses: [TEXT, TEXT, TEXT, 'response.completed'],
      media: ['data:image/png;base64', 'RIFF', TEXT, TEXT],
      models: true,
      errors: {
        limited: ['RateLimitError', 429, '429'],
        streamed: ['RateLimitError', 429, '429'],
        wrong: ['BadRequestError', 400, 'invalid_value'],
        choices: ['BadRequestError', 400, 'invalid_value'],
        batch: ['BadRequestError', 400, 'invalid_value'],
        unknown: ['NotFoundError', 404, '404'],
        pictures: ['RateLimitError', 429, '429'],
        long: ['APIStatusError', 413, '413'],
      },
    },
  },
  {
    name: 'openai',
    apis: ['moderations, images, speech, transcriptions', '审核、图像、语音、转写'],
    script: 'use-openai-media.py',
    seen: {
      moderations: { flagged: [[false, false], [false], [true]], categories: 13 },
      images: {
        whole: [PORTRAIT, PORTRAIT],
        stream: [['image_generation.completed', ...PORTRAIT]],
        url: 'data:image/png;base64',
      },
      speech: {
        mp3: 'audio/mpeg',
        opus: 'audio/opus',
        aac: 'audio/aac',
        flac: 'audio/flac',
        wav: 'audio/wav',
        pcm: 'audio/pcm',
        seconds: 1.008,
      },
      transcriptions: {
        text: TEXT,
        tokens: [10, 3],
        stream: TEXT,
        last: ['transcript.text.done', TEXT],
        words: TEXT.split(' '),
        seconds: 1,
        subtitles: `1\n00:00:00,000 --> 00:00:01,000\n${TEXT}\n\n`,
        translation: TEXT,
      },
      errors: {
        moderations: ['RateLimitError', 429, null],
        too_many: ['BadRequestError', 400, 'input'],
        images: ['RateLimitError', 429, null],
        size: ['BadRequestError', 400, 'size'],
        pictures: ['BadRequestError', 400, 'n'],
        speech: ['RateLimitError', 429, null],
        spoken: ['BadRequestError', 400, 'input'],
        recording: ['RateLimitError', 429, null],
        form: ['BadRequestError', 400, 'response_format'],
        long: ['APIStatusError', 413, null],
      },
    },
  },
  {
    name: 'openai',
    apis: ['responses by id: again, streamed again, cancelled', '按 id 的 responses：再取、再次流式、取消'],
    script: 'use-openai-stored.py',
    seen: {
      retrieved: [true, ['Say something.']],
      streamed: { whole: true, after: true, behind: 0 },
      awaited: TEXT,
      background: [TEXT, TEXT, 'queued', 'queued', 'cancelled', 'cancelled'],
      conversation: true,
      errors: {
        deleted: ['NotFoundError', 404, null],
        streamed: ['NotFoundError', 404, null],
        unstored: ['NotFoundError', 404, null],
        cancelled: ['BadRequestError', 400, null],
        after: ['BadRequestError', 400, 'starting_after'],
        items: ['BadRequestError', 400, 'limit'],
        previous: ['BadRequestError', 400, 'previous_response_id'],
      },
    },
  },
  {
    name: 'anthropic',
    apis: ['tokens counted ahead, models', '预先计数、模型列表'],
    script: 'use-anthropic-others.py',
    seen: {
      counted: true,
      models: [true, true, 'model'],
      errors: {
        limited: ['RateLimitError', 429, 'rate_limit_error'],
        wrong: ['BadRequestError', 400, 'invalid_request_error'],
        long: ['ContentTooLargeError', 413, 'request_too_large'],
        page: ['BadRequestError', 400, 'invalid_request_error'],
      },
    },
  },
];
