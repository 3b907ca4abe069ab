import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quantileOf } from '../../../../dist/behavior/distributions/describe.js';
import { sample } from '../../../../dist/behavior/distributions/sample.js';
import { parseDuration } from '../../../../dist/behavior/grammar/grammar.js';
import { createRandom } from '../../../../dist/behavior/random/random.js';
import { renderModelsFile, renderTable } from '../../../../dist/main/calibrate/report.js';
import type { Measured } from '../../../../dist/main/calibrate/stream.js';
import { quantileIn, summarize } from '../../../../dist/main/calibrate/summary.js';
import { readModelsFile } from '../../../support/models-file.js';

function answer(more: Partial<Measured>): Measured {
  return {
    firstMs: 100,
    gapsMs: [10, 10],
    promptTokens: 5,
    outputTokens: 3,
    thoughtTokens: null,
    showsThoughts: false,
    isCutOff: false,
    ...more,
  };
}

function factsOf(answers: readonly Measured[]) {
  return {
    model: 'odd "name": x',
    origin: 'https://x.example',
    concurrency: 4,
    date: new Date(0),
    measurement: { answers, failures: new Map([['429', 2]]), isIncomplete: false },
    summary: summarize(answers),
  };
}

function rowOf(answers: readonly Measured[]) {
  const read = readModelsFile(renderModelsFile(factsOf(answers)));
  assert.ok(read.ok, JSON.stringify(read));
  return read.table.find('odd "name": x');
}

test('quantiles lie on straight lines between the samples', () => {
  assert.deepEqual(
    [0, 25, 50, 90, 100].map((percent) => quantileIn([1, 2, 3, 4, 5], percent)),
    [1, 2, 3, 4.6, 5],
  );
  assert.equal(quantileIn([7], 99), 7);
});

for (const text of [
  'lognormal(p50=400ms,p99=3s)',
  'exponential(2s)',
  'mix(70%:1s,30%:uniform(2s,3s))',
  'normal(20ms,5ms)',
]) {
  test(`what was drawn from ${text} is given back within 5 %, through the models file`, () => {
    const parsed = parseDuration(text);
    assert.ok(parsed.ok);
    const random = createRandom(1, 1);
    const answers = Array.from({ length: 20_000 }, () =>
      answer({ firstMs: sample(parsed.distribution, random) }),
    );
    const { timeToFirstToken } = rowOf(answers);
    assert.ok(timeToFirstToken !== null);
    for (const rank of [0.5, 0.9, 0.99]) {
      const [expected, got] = [quantileOf(parsed.distribution, rank), quantileOf(timeToFirstToken, rank)];
      assert.ok(Math.abs(got / expected - 1) <= 0.05, `p${rank * 100}: expected ${expected}, got ${got}`);
    }
  });
}

test('what is always the same is one value', () => {
  const { timeToFirstToken, interTokenLatency, outputTokens, reasoningTokens } = rowOf([
    answer({}),
    answer({}),
  ]);
  assert.deepEqual(
    [timeToFirstToken, interTokenLatency, outputTokens, reasoningTokens],
    [{ kind: 'constant', value: 100 }, { kind: 'constant', value: 10 }, { kind: 'constant', value: 3 }, null],
  );
});

test('where a piece has several tokens, the time between is divided by how many', () => {
  const answers = [answer({ outputTokens: 12 }), answer({ outputTokens: 12 })];
  assert.deepEqual(rowOf(answers).interTokenLatency, { kind: 'constant', value: 2.5 });
  assert.match(renderModelsFile(factsOf(answers)), /A piece had 4\.00 tokens on average/);
});

test('thoughts that were shown are a length of their own; hidden ones are in the first time already', () => {
  const shown = [answer({ thoughtTokens: 4, showsThoughts: true, gapsMs: [10, 10, 10, 10, 10, 10] })];
  assert.deepEqual(rowOf(shown).reasoningTokens, { kind: 'constant', value: 4 });
  assert.deepEqual(rowOf(shown).interTokenLatency, { kind: 'constant', value: 10 });
  const hidden = [answer({ thoughtTokens: 4 })];
  assert.equal(rowOf(hidden).reasoningTokens, null);
  assert.match(renderModelsFile(factsOf(hidden)), /4 tokens of thought on average were not shown/);
});

test('answers of one token leave the time between tokens unsaid', () => {
  assert.equal(rowOf([answer({ gapsMs: [], outputTokens: 1 })]).interTokenLatency, null);
});

test('an endpoint that counts nothing leaves the lengths unsaid', () => {
  assert.equal(rowOf([answer({ outputTokens: null })]).outputTokens, null);
});

test('the table shows what people look at first, and what went wrong', () => {
  assert.equal(
    renderTable(factsOf([answer({}), answer({ isCutOff: true })])),
    [
      'Measured by llm-mock-server calibrate on 1970-01-01T00:00:00.000Z: "odd \\"name\\": x" at https://x.example,',
      '2 streams, 4 at once, prompts of 5 tokens on average.',
      'No answer to 2: 429.',
      '1 answers were cut off by --max-tokens, so lengths are too short.',
      '                     p50    p90    p99    samples',
      'first token          100ms  100ms  100ms  2',
      'between tokens       10ms   10ms   10ms   4',
      'tokens of an answer  3      3      3      2',
    ].join('\n'),
  );
});
