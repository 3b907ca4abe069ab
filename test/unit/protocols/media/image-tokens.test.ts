/** What images cost, against the values that the providers publish; each row names its source. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { claudeImageTokens } from '../../../../dist/protocols/media/claude-images.js';
import {
  geminiImageTokens,
  geminiPageTokens,
  geminiVideoTokensPerSecond,
  type Resolution,
} from '../../../../dist/protocols/media/gemini-media.js';
import { bareModel } from '../../../../dist/protocols/media/model-family.js';
import { openAiImageTokens } from '../../../../dist/protocols/media/openai-images.js';
import {
  qwenFramesTokens,
  qwenImageTokens,
  qwenVideoTokens,
} from '../../../../dist/protocols/media/qwen-media.js';

const NO_PIXELS = { pixelsMin: undefined, pixelsMax: undefined, isHigh: false };

/** OpenAI's guide "Images and vision", "Calculating costs"; 128 × 64 as it was billed (its forum, topic 1262691, without the text). */
const OPENAI: readonly (readonly [
  model: string,
  width: number,
  height: number,
  detail: string,
  tokens: number,
])[] = [
  ['gpt-4o', 1024, 1024, 'high', 765],
  ['gpt-4o', 2048, 4096, 'high', 1105],
  ['gpt-4o', 4096, 8192, 'low', 85],
  ['gpt-4.1', 1024, 1024, 'auto', 765],
  ['gpt-4o', 128, 64, 'high', 85 + 170],
  ['gpt-4o-mini', 128, 64, 'high', 2833 + 5667],
  ['gpt-4o-mini', 128, 64, 'low', 2833],
  ['o3', 1024, 1024, 'high', 75 + 4 * 150],
  ['gpt-5', 1024, 1024, 'high', 70 + 4 * 140],
  ['computer-use-preview', 1024, 1024, 'high', 65 + 4 * 129],
  ['gpt-4.1-mini', 1024, 1024, 'high', Math.round(1024 * 1.62)],
  ['gpt-4.1-mini', 1800, 2400, 'high', Math.round(1452 * 1.62)],
  ['gpt-4.1-nano', 1800, 2400, 'high', Math.round(1452 * 2.46)],
  ['o4-mini', 1800, 2400, 'high', Math.round(1452 * 1.72)],
  ['gpt-5-mini', 1800, 2400, 'high', Math.round(1452 * 1.62)],
];

test('an image costs with OpenAI what its guide says', () => {
  for (const [model, width, height, detail, tokens] of OPENAI) {
    assert.equal(openAiImageTokens({ width, height }, model, detail), tokens, `${model} ${width} ${detail}`);
  }
});

test('an image costs with Anthropic what its guide says', () => {
  // The guide "Vision", the table of "Calculate image costs", and that of sizes which are not scaled.
  for (const [width, height, tokens] of [
    [200, 200, 54],
    [1000, 1000, 1334],
    [1092, 1092, 1590],
    [819, 1456, 1590],
    [8000, 8000, 1600],
    [1, 1, 1],
  ] as const) {
    assert.equal(claudeImageTokens({ width, height }), tokens, `${width} × ${height}`);
  }
});

test('an image costs with Gemini what its guides say', () => {
  // "Understand and count tokens", "Image understanding", Vertex AI's limits of a tile, "Media resolution".
  for (const [model, width, height, resolution, tokens] of [
    ['gemini-2.5-flash', 384, 384, null, 258],
    ['gemini-2.5-flash', 385, 100, null, 2 * 258],
    ['gemini-2.5-flash', 960, 540, null, 6 * 258],
    ['gemini-2.5-flash', 3072, 3072, null, 16 * 258],
    ['gemini-2.5-flash', 6144, 6144, null, 16 * 258],
    ['gemini-2.5-flash', 960, 540, 'low', 64],
    ['gemini-3-pro-preview', 960, 540, null, 1120],
    ['gemini-3-pro-preview', 960, 540, 'low', 280],
  ] as const) {
    assert.equal(
      geminiImageTokens({ width, height }, model, resolution),
      tokens,
      `${model} ${width} ${resolution}`,
    );
  }
  assert.equal(geminiVideoTokensPerSecond('gemini-2.5-flash', null), 263);
  assert.equal(geminiPageTokens('gemini-2.5-flash', null), 258);
  assert.equal(geminiPageTokens('gemini-3-pro-preview', null), 560);
});

test('an image costs with Qwen what the code on its page says', () => {
  // Alibaba Cloud's page "视觉理解": sides rounded to whole patches, 4 to 1,280 of them (2,560 of Qwen3-VL), and two marks.
  for (const [model, width, height, tokens] of [
    ['qwen-vl-max', 1024, 1024, 35 * 35 + 2],
    ['qwen-vl-max', 280, 560, 10 * 20 + 2],
    ['qwen-vl-max', 10, 10, 4 + 2],
    ['qwen3-vl-plus', 1024, 1024, 32 * 32 + 2],
    ['qwen3-vl-plus', 4096, 4096, 50 * 50 + 2],
  ] as const) {
    assert.equal(qwenImageTokens({ width, height }, model, NO_PIXELS), tokens, `${model} ${width}`);
  }
  const size = { width: 4096, height: 4096 };
  assert.equal(qwenImageTokens(size, 'qwen-vl-max', { ...NO_PIXELS, isHigh: true }), 128 * 128 + 2);
  assert.equal(qwenImageTokens(size, 'qwen-vl-max', { ...NO_PIXELS, pixelsMax: 100 * 784 }), 100 + 2);
  const small = { width: 28, height: 28 };
  assert.equal(qwenImageTokens(small, 'qwen-vl-max', { ...NO_PIXELS, pixelsMin: 16 * 784 }), 16 + 2);
  assert.equal(qwenFramesTokens([small, small, small], 'qwen-vl-max'), 2 * 4);
  assert.equal(qwenVideoTokens(2), 2 * 768);
  assert.equal(qwenVideoTokens(1e9), 24_576);
});

test('no size and no wish makes an image cost more than the most, or less than one token', () => {
  const side = fc.oneof(fc.integer({ min: 1, max: 9_000 }), fc.integer({ min: 1, max: 0xffff_ffff }));
  const odd = fc.oneof(fc.anything(), fc.double(), fc.integer());
  const models = fc.constantFrom(
    'gpt-4o',
    'gpt-4o-mini',
    'gpt-4.1-nano',
    'gpt-5',
    'o4-mini',
    'qwen3-vl',
    'gemini-3',
  );
  fc.assert(
    fc.property(side, side, models, odd, fc.boolean(), (width, height, model, pixels, isHigh) => {
      const size = { width, height };
      const resolution = (typeof pixels === 'string' ? null : 'high') as Resolution | null;
      for (const tokens of [
        openAiImageTokens(size, model, pixels),
        claudeImageTokens(size),
        geminiImageTokens(size, model, resolution),
        geminiImageTokens(size, 'gemini-2.5', null),
        qwenImageTokens(size, model, { pixelsMin: pixels, pixelsMax: pixels, isHigh }),
        qwenImageTokens(size, 'qwen-vl', { pixelsMin: pixels, pixelsMax: undefined, isHigh }),
      ]) {
        assert.ok(Number.isInteger(tokens) && tokens >= 1 && tokens <= 2833 + 16 * 5667, String(tokens));
      }
    }),
    { numRuns: 500 },
  );
});

test('a model is known by its bare name', () => {
  assert.equal(bareModel('Qwen/Qwen3-VL-8B;delay=1s'), 'qwen3-vl-8b');
  assert.equal(bareModel(`models/${'x'.repeat(9_000)}`).length, 256 - 'models/'.length);
});
