/** What the library refuses, and what it gives back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MockError, startMock } from '../../dist/library/start-mock.js';

function problemsOf(error: unknown): readonly string[] {
  assert.ok(error instanceof MockError);
  assert.equal(error.message, error.problems.join('\n'));
  return error.problems;
}

test('every setting that is wrong is told at once, in either spelling, and no mock is started', async () => {
  const settings = { respnseDelay: '1s', seed: -1, SEED: 4, outputTokens: 'many', maxConcurrent: 0 };
  const error = await startMock(settings as object).catch((thrown: unknown) => thrown);
  const problems = problemsOf(error);
  assert.equal(problems.length, 5, problems.join('\n'));
  assert.match(problems[0] as string, /^respnseDelay: unknown setting; did you mean responseDelay\?$/);
  assert.match(problems[1] as string, /^SEED: expected once, got it as SEED and as seed$/);
});

test('a change that is wrong changes nothing, and says why', async () => {
  await using mock = await startMock({ outputTokens: 2 });
  assert.throws(
    () => mock.set({ outputTokens: 3, seed: -1 }),
    (error) => problemsOf(error).length === 1,
  );
  assert.throws(
    () => mock.set({ port: 3 } as object),
    (error) => /^PORT: holds from the start/.test(problemsOf(error)[0] as string),
  );
  assert.throws(
    () => mock.failNext('', { count: 0 }),
    (error) => problemsOf(error).length === 2,
  );
  const response = await fetch(`${mock.url}/v1/completions`, {
    method: 'POST',
    body: '{"model":"m","prompt":"x"}',
  });
  await response.text();
  assert.deepEqual(
    mock.requests().map(({ completion_tokens: tokens }) => tokens),
    [2],
  );
});

test('a mock that was closed has no port any more, and closing it twice is closing it once', async () => {
  const mock = await startMock();
  await Promise.all([mock.close(), mock.close()]);
  await assert.rejects(fetch(`${mock.url}/health`));
});

test('a scenario that is given to a mock holds from its start, and one with mistakes starts no mock', async () => {
  const steps = [{ at: '0s', for: '1h', set: { OUTPUT_TOKENS: 7 }, models: { 'b*': { output_tokens: 8 } } }];
  await using mock = await startMock({ outputTokens: 2, scenario: { steps } });
  for (const model of ['a', 'b1']) {
    const body = JSON.stringify({ model, prompt: 'x' });
    await (await fetch(`${mock.url}/v1/completions`, { method: 'POST', body })).text();
  }
  assert.deepEqual(
    mock.requests().map(({ completion_tokens: tokens }) => tokens),
    [8, 7],
  );
  const wrong = { steps: [{ at: 'soon', for: '1s', set: { PORT: 1 } }] };
  const error = await startMock({ scenario: wrong }).catch((thrown: unknown) => thrown);
  const problems = problemsOf(error);
  assert.equal(problems.length, 2, problems.join('\n'));
  for (const problem of problems) assert.match(problem, /^scenario: [^\d]/);
});
