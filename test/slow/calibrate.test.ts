/**
 * What `calibrate` measures of our own server is what our server was told to be: within 5 % at p50, p90 and p99. On real sockets, and on
 * a clock that stands still until the client has all that was sent: what is measured is exact on any machine, however busy. The draws
 * go by a seed.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { quantileOf } from '../../dist/behavior/distributions/describe.js';
import { type ParseResult, parseCount, parseDuration } from '../../dist/behavior/grammar/grammar.js';
import { API_NAMES, APIS, type Api } from '../../dist/main/calibrate/apis.js';
import { type Measurement, measureAll } from '../../dist/main/calibrate/measure.js';
import { PROMPTS, promptFor } from '../../dist/main/calibrate/prompts.js';
import { renderModelsFile } from '../../dist/main/calibrate/report.js';
import { createAgent, measureStream } from '../../dist/main/calibrate/stream.js';
import { summarize } from '../../dist/main/calibrate/summary.js';
import { readModelsFile } from '../support/models-file.js';
import { type SteppedServer, startSteppedServer } from '../support/stepped-server.js';

const TOLD = {
  TIME_TO_FIRST_TOKEN: 'uniform(700ms,900ms)',
  INTER_TOKEN_LATENCY: 'lognormal(p50=40ms,p99=200ms)',
  OUTPUT_TOKENS: 'uniform(35,45)',
} as const;
const STREAMS = 300;
/** Of the event loop, from one step of the clock to the next. */
const TURNS_MAX = 10_000_000;

/** Measures one stream behind the other, and moves the clock whenever the client has all that was sent. */
async function measure(server: SteppedServer, api: Api): Promise<Measurement> {
  const { clock, state, url } = server;
  let [events, answers] = [0, 0];
  const counting: Api = {
    ...api,
    read(event) {
      events++;
      return api.read(event);
    },
  };
  // The mark of the end is an event as well, but no JSON.
  const marks = api === APIS.openai ? 1 : 0;
  const agent = createAgent(url, 1);
  const target = {
    api: counting,
    url,
    key: null,
    agent,
    signal: new AbortController().signal,
    now: () => clock.now(),
  };
  const measuring = measureAll({
    requests: STREAMS,
    concurrency: 1,
    signal: target.signal,
    askFor: (index) => ({ model: 'm', prompt: promptFor(PROMPTS, index), tokensMax: 512 }),
    async measure(ask) {
      const measured = await measureStream(target, ask);
      answers++;
      return measured;
    },
  });
  let isOver = false;
  void measuring.then(() => {
    isOver = true;
  });
  for (;;) {
    const hasAll = (): boolean => events + marks * answers === state.streamEvents;
    // Thousands of steps: a timer for each would take minutes.
    for (let turn = 0; !isOver && !(clock.isArmed && hasAll()); turn++) {
      assert.ok(turn < TURNS_MAX, 'the client has all that was sent');
      await nextTurn();
    }
    if (isOver) break;
    clock.step();
  }
  agent.destroy();
  return measuring;
}

for (const name of API_NAMES) {
  test(`${name}: first token, time between tokens and lengths come back within 5 %`, async () => {
    const server = await startSteppedServer({ ...TOLD, SEED: '1' });
    const measurement = await measure(server, APIS[name]);
    assert.deepEqual([measurement.answers.length, measurement.failures.size], [STREAMS, 0]);
    const summary = summarize(measurement.answers);
    const facts = { model: 'm', origin: server.url, concurrency: 1, date: new Date(0), measurement, summary };
    const read = readModelsFile(renderModelsFile(facts));
    assert.ok(read.ok, JSON.stringify(read));
    const { timeToFirstToken, interTokenLatency, outputTokens } = read.table.find('m');
    for (const [setting, measured, parse] of [
      ['TIME_TO_FIRST_TOKEN', timeToFirstToken, parseDuration],
      ['INTER_TOKEN_LATENCY', interTokenLatency, parseDuration],
      ['OUTPUT_TOKENS', outputTokens, parseCount],
    ] as const) {
      const told: ParseResult = parse(TOLD[setting]);
      assert.ok(told.ok && measured !== null, setting);
      for (const rank of [0.5, 0.9, 0.99]) {
        const [expected, got] = [quantileOf(told.distribution, rank), quantileOf(measured, rank)];
        assert.ok(
          Math.abs(got / expected - 1) <= 0.05,
          `${setting} p${rank * 100}: told ${expected}, measured ${got}`,
        );
      }
    }
  });
}
