/** Under which row of the models file a request is counted, when, and as what. */
import assert from 'node:assert/strict';
import type { Histogram } from '../../../../dist/shared/figures/histogram.js';
import type { ModelFigures } from '../../../../dist/shared/figures/model-cells.js';
import { OUTCOMES } from '../../../../dist/shared/figures/models.js';
import type { ExchangeRig } from '../../../support/exchange-rig.js';
import { exchangeTest } from '../../../support/exchange-test.js';
import { readModelsFile } from '../../../support/models-file.js';

const SETTINGS = { RESPONSE_DELAY: '1s', OUTPUT_TOKENS: '5' };
const SLOW = 'slow: { response_delay: 2s }';
const PACED = '"gpt-*": { time_to_first_token: 100ms, inter_token_latency: 50ms, output_tokens: 5 }';
const SHORT = 'short: { max_model_len: 3 }';

/** The models file has these rows from now on. */
function reload(rig: ExchangeRig, ...rows: string[]): void {
  const read = readModelsFile(`models:\n${rows.map((row) => `  ${row}\n`).join('')}`);
  assert.ok(read.ok, JSON.stringify(read));
  assert.equal(rig.replaceModels(read.table), null);
}

const bodyOf = (model: string, fields = {}) =>
  JSON.stringify({ model, messages: [{ role: 'user', content: 'hi' }], ...fields });

/** Answered, refused, aborted, and in flight. */
const countsOf = (figures: ModelFigures) => [
  ...OUTCOMES.map((_, at) => figures.valueOf('modelRequests', at)),
  figures.valueOf('modelActive'),
];
/** How many, and their sum in seconds: to the hundredth, for the wheel turns by the millisecond. */
const observed = (histogram: Histogram) => [
  histogram.counts().reduce((sum, count) => sum + count, 0),
  Math.round(histogram.sum * 100) / 100,
];

exchangeTest(
  'a request is in flight under its row until it is answered, and others under other',
  SETTINGS,
  (rig, loop) => {
    reload(rig, SLOW, PACED);
    const [other, slow, gpt] = [0, 1, 2].map((row) => rig.state.models.of(row)) as [
      ModelFigures,
      ModelFigures,
      ModelFigures,
    ];
    rig.post(bodyOf('slow'));
    rig.post(bodyOf('gpt-4o;seed=1'));
    rig.post(bodyOf('someone'));
    assert.deepEqual([other, slow, gpt].map(countsOf), [
      [0, 0, 0, 1],
      [0, 0, 0, 1],
      [0, 0, 0, 1],
    ]);
    loop.advance(1_500);
    assert.deepEqual([other, slow, gpt].map(countsOf), [
      [1, 0, 0, 0],
      [0, 0, 0, 1],
      [1, 0, 0, 0],
    ]);
    loop.advance(1_500);
    assert.deepEqual(countsOf(slow), [1, 0, 0, 0]);
    assert.deepEqual(
      [observed(slow.answer), observed(slow.plannedAnswer)],
      [
        [1, 2],
        [1, 2],
      ],
    );
    assert.deepEqual(observed(slow.firstToken), [0, 0], 'it was no stream');
    const tokens = [other, slow, gpt].map((row) => row.valueOf('modelTokens', 1));
    assert.deepEqual(tokens, [5, 5, 5]);
    assert.equal(rig.state.tokensOf(1), 15);
  },
);

exchangeTest(
  'of a stream the first token, the whole answer and the time per token are observed, planned and actual',
  SETTINGS,
  (rig, loop) => {
    reload(rig, PACED);
    const gpt = rig.state.models.of(1);
    rig.post(bodyOf('gpt-4o', { stream: true }));
    loop.advance(150);
    assert.deepEqual(
      [observed(gpt.firstToken), observed(gpt.plannedFirstToken)],
      [
        [1, 0.1],
        [1, 0.1],
      ],
    );
    assert.deepEqual(countsOf(gpt), [0, 0, 0, 1]);
    loop.advance(10_000);
    for (const [histogram, seconds] of [
      [gpt.answer, 0.3],
      [gpt.plannedAnswer, 0.3],
      [gpt.tokenTime, 0.05],
      [gpt.plannedTokenTime, 0.05],
    ] as const) {
      assert.deepEqual(observed(histogram), [1, seconds]);
    }
    rig.post(bodyOf('gpt-4o', { stream: true, max_tokens: 1 }));
    loop.advance(10_000);
    assert.equal(observed(gpt.answer)[0], 2);
    assert.equal(observed(gpt.tokenTime)[0], 1, 'one token has no time from token to token');
  },
);

exchangeTest(
  'faults, clients that leave and refusals are counted once, under the row that was read',
  SETTINGS,
  (rig, loop) => {
    reload(rig, SLOW, SHORT);
    const [slow, short] = [rig.state.models.of(1), rig.state.models.of(2)];
    rig.post(bodyOf('slow;fault=429'));
    rig.post(bodyOf('slow;fault=reset'));
    rig.post(bodyOf('slow')).abort();
    assert.deepEqual(countsOf(slow), [0, 1, 2, 0]);
    rig.post(bodyOf('short'));
    assert.deepEqual(countsOf(short), [0, 1, 0, 0], 'it is too long');
    rig.post(bodyOf('slow;delay=nonsense'));
    assert.deepEqual(countsOf(slow), [0, 2, 2, 0], 'an override is wrong');
    rig.post('{"model":"slow"');
    rig.open({ 'content-length': '100' }).abort();
    loop.advance(10);
    const rows = [0, 1, 2].map((row) => countsOf(rig.state.models.of(row)));
    assert.deepEqual(rows[0], [0, 0, 0, 0], 'what was not read has no row');
    assert.deepEqual(
      [observed(slow.answer), observed(slow.plannedAnswer)],
      [
        [0, 0],
        [0, 0],
      ],
    );
  },
);

exchangeTest(
  'what is in flight is counted to its end where it began, though its row was renamed, and the next one under the new name',
  SETTINGS,
  (rig, loop) => {
    reload(rig, SLOW);
    const body = bodyOf('slow');
    // So often that the request is remembered, with the row that it was counted in.
    for (let count = 0; count < 4; count++) rig.post(body);
    reload(rig, '"slo*": { response_delay: 2s }');
    const [gone, renamed] = [rig.state.models.of(1), rig.state.models.of(2)];
    rig.post(body);
    assert.deepEqual(
      [countsOf(gone), countsOf(renamed)],
      [
        [0, 0, 0, 4],
        [0, 0, 0, 1],
      ],
    );
    reload(rig, PACED);
    rig.post(body);
    loop.advance(3_000);
    const rows = [0, 1, 2, 3].map((row) => countsOf(rig.state.models.of(row)));
    assert.deepEqual(rows, [
      [1, 0, 0, 0],
      [4, 0, 0, 0],
      [1, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    reload(rig, SLOW);
    rig.post(body);
    loop.advance(3_000);
    assert.deepEqual(countsOf(gone), [5, 0, 0, 0], 'a row that comes back goes on');
  },
);

exchangeTest(
  'what a rate limit refuses is counted under its row, and what finds no slot under none',
  { ...SETTINGS, RATE_LIMITS: 'all: 2 requests/min', MAX_CONCURRENT: '1' },
  (rig, loop) => {
    reload(rig, SLOW);
    rig.post(bodyOf('slow'));
    rig.post(bodyOf('slow'));
    loop.advance(3_000);
    rig.post(bodyOf('slow'));
    loop.advance(3_000);
    rig.post(bodyOf('slow'));
    assert.equal(rig.state.rejectionsFor('capacity'), 1);
    assert.equal(rig.state.rejectionsFor('rate_limit'), 1);
    assert.deepEqual(countsOf(rig.state.models.of(1)), [2, 1, 0, 0]);
    assert.deepEqual(countsOf(rig.state.models.of(0)), [0, 0, 0, 0]);
  },
);

exchangeTest(
  'a client that does not read, and an answer that is broken, are counted once',
  { ...SETTINGS, STALL_TIMEOUT: '5s' },
  (rig, loop) => {
    reload(rig, SLOW);
    const slow = rig.state.models.of(1);
    rig.post(bodyOf('slow', { stream: true })).hasRoom = false;
    loop.advance(60_000);
    assert.deepEqual(countsOf(slow), [0, 0, 1, 0]);
    rig.broken = 'answer';
    rig.post(bodyOf('slow'));
    loop.advance(3_000);
    assert.deepEqual(countsOf(slow), [0, 1, 1, 0]);
    assert.equal(rig.faults.splice(0).length, 1);
  },
);
