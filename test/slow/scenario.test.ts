// A scenario of a minute against a steady load, by the real clock: what each request got says when each step began and ended.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { Agent, request } from 'undici';
import { spawnServer } from '../support/child-process.js';
import { temporaryDirectory } from '../support/readme.js';

/** What docs/scenarios.md promises. */
const LATE_MS_MAX = 50;
const ASK_EVERY_MS = 5;
const END_MS = 60_000;

const SCENARIO = `
name: a minute
steps:
  - { at: 10s, for: 10s, down: true, mark: down }
  - { at: 20s, for: 10s, set: { OUTPUT_TOKENS: 100 }, mark: up }
  - { at: 30s, for: 20s, ramp: { setting: OUTPUT_TOKENS, from: 2, to: 21 }, mark: longer and longer }
  - { at: 50s, for: 5s, models: { 'a*': { output_tokens: 200 } }, mark: by model }
  - { at: 60s, mark: end }
`;

/** By second from 0: what answers are like, as status and length. */
function planned(second: number): string {
  if (second >= 10 && second < 20) return '503';
  if (second >= 20 && second < 30) return '200 100';
  if (second >= 30 && second < 50) return `200 ${second - 28}`;
  return second >= 50 && second < 55 ? '200 200' : '200 1';
}

interface Answer {
  readonly sentAtMs: number;
  readonly cameAtMs: number;
  readonly what: string;
}

test('what a scenario says holds within 50 ms of its plan, for every request of a minute', async () => {
  const path = `${temporaryDirectory()}/minute.yaml`;
  writeFileSync(path, SCENARIO);
  const server = await spawnServer({ SCENARIO_FILE: path, SCENARIO_START: 'request', OUTPUT_TOKENS: '1' });
  const dispatcher = new Agent({ connections: 16 });
  const answers: Answer[] = [];
  const ask = async (): Promise<void> => {
    const sentAtMs = performance.now();
    const { statusCode, body } = await request(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model: 'a', messages: [{ role: 'user', content: 'hello' }] }),
      dispatcher,
    });
    const cameAtMs = performance.now();
    const { usage } = (await body.json()) as { usage?: { completion_tokens: number } };
    answers.push({
      sentAtMs,
      cameAtMs,
      what: [statusCode, usage?.completion_tokens].filter(Boolean).join(' '),
    });
  };
  await ask();
  const first = answers[0] as Answer;
  const asked: Promise<void>[] = [];
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      asked.push(ask());
      if (performance.now() - first.sentAtMs < END_MS + 1_000) return;
      clearInterval(timer);
      resolve();
    }, ASK_EVERY_MS);
  });
  await Promise.all(asked);
  await dispatcher.close();

  // The scenario began between these two; a request was looked at between being sent and being answered.
  const [soonestMs, latestMs] = [first.sentAtMs, first.cameAtMs];
  const wrong = answers.filter(({ sentAtMs, cameAtMs, what }) => {
    const from = Math.floor((sentAtMs - latestMs - LATE_MS_MAX) / 1_000);
    const to = Math.floor((cameAtMs - soonestMs) / 1_000);
    for (let second = Math.max(0, from); second <= to; second++) if (planned(second) === what) return false;
    return true;
  });
  assert.deepEqual(
    wrong.map(({ sentAtMs, what }) => `${Math.round(sentAtMs - soonestMs)} ms: ${what}`),
    [],
    'answers that are not as planned, nor as planned 50 ms before',
  );
  assert.ok(answers.length > 6_000, `${answers.length} answers`);
  const marks = server.log.filter(({ msg }) => msg === 'scenario: mark');
  assert.deepEqual(
    marks.map(({ mark }) => mark),
    ['down', 'up', 'longer and longer', 'by model', 'end'],
  );
  for (const [index, dueMs] of [10_000, 20_000, 30_000, 50_000, 60_000].entries()) {
    const lateMs = Number(marks[index]?.at_ms) - dueMs;
    assert.ok(lateMs >= 0 && lateMs <= LATE_MS_MAX, `mark ${index} came ${lateMs} ms late`);
  }
});
