/** Scenarios against real requests, on a clock that the test moves: what holds when, and what holds after it. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { ADMIN_KEY, control } from '../support/control-client.js';
import type { Settings } from '../support/in-process.js';
import { temporaryDirectory } from '../support/readme.js';
import { startSteppedServer } from '../support/stepped-server.js';

function fileOf(text: string): string {
  const directory = temporaryDirectory();
  const path = `${directory}/scenario.yaml`;
  writeFileSync(path, text);
  after(() => rmSync(directory, { recursive: true, force: true }));
  return path;
}

async function startWith(scenario: string, settings: Settings = {}) {
  const server = await startSteppedServer({
    ADMIN_KEY,
    SCENARIO_FILE: fileOf(scenario),
    OUTPUT_TOKENS: '1',
    ...settings,
  });
  /** The status of an answer that comes at once, and its length in tokens. */
  const ask = async (model = 'a'): Promise<string> => {
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] }),
    });
    const body = (await response.json()) as { usage?: { completion_tokens: number } };
    return `${response.status} ${body.usage?.completion_tokens ?? '-'}`;
  };
  return { ...server, ask };
}

const STEPS = `
name: steps
steps:
  - { at: 1s, for: 2s, set: { OUTPUT_TOKENS: 2 }, mark: longer }
  - { at: 2s, for: 2s, models: { 'b*': { output_tokens: 5 } } }
  - { at: 4s, for: 1s, down: true, mark: down }
`;

test('each step holds for the requests of its time, and the end gives back what was before', async () => {
  const { clock, state, ask, steering } = await startWith(STEPS);
  const seen: string[] = [];
  for (let second = 0; second <= 6; second++) {
    seen.push(`${second}s step ${state.scenarioStep}: ${await ask()}, ${await ask('b1')}`);
    clock.advance(1_000);
  }
  assert.deepEqual(seen, [
    '0s step 0: 200 1, 200 1',
    '1s step 1: 200 2, 200 2',
    '2s step 2: 200 2, 200 5',
    '3s step 3: 200 1, 200 5',
    '4s step 4: 503 -, 503 -',
    '5s step 0: 200 1, 200 1',
    '6s step 0: 200 1, 200 1',
  ]);
  assert.deepEqual(steering.inForce.models, {});
  assert.equal(state.active, 0);
});

test('what was changed by hand meanwhile holds below the scenario, and after it', async () => {
  const { url, clock, ask } = await startWith(STEPS);
  clock.advance(1_000);
  assert.equal((await control(url, 'PATCH', '/config', { settings: { OUTPUT_TOKENS: 9 } })).status, 200);
  assert.equal(await ask(), '200 2');
  clock.advance(2_000);
  assert.equal(await ask(), '200 9');
});

test('the first request to an API starts the scenario, and has its first step already; pages do not', async () => {
  const first = `
steps:
  - { at: 0s, for: 1s, set: { OUTPUT_TOKENS: 3, RATE_LIMITS: 'all: 2 requests/min' } }
`;
  const { url, clock, state, ask } = await startWith(first, { SCENARIO_START: 'request' });
  clock.advance(60_000);
  for (const path of ['/health', '/metrics', '/v1/models']) await (await fetch(url + path)).text();
  assert.equal((await control(url, 'GET', '/scenario')).body.state, 'waiting');
  assert.equal(state.scenarioStep, 0);
  assert.deepEqual([await ask(), await ask(), await ask()], ['200 3', '200 3', '429 -']);
  assert.equal(state.scenarioStep, 1);
  clock.advance(1_000);
  assert.deepEqual([await ask(), state.scenarioStep], ['200 1', 0]);
  assert.equal((await control(url, 'GET', '/scenario')).body.state, 'done');
  assert.equal(await ask(), '200 1');
  assert.equal((await control(url, 'GET', '/scenario')).body.state, 'done');
});

test('a first request does not start anew what was started by hand before it', async () => {
  const { url, clock, state, ask } = await startWith(STEPS, { SCENARIO_START: 'request' });
  await control(url, 'POST', '/scenario');
  clock.advance(2_000);
  assert.deepEqual([await ask(), state.scenarioStep], ['200 2', 2]);
});

test('a server that is closed leaves its scenario, and no timer of it', async () => {
  const { clock, close } = await startWith(STEPS);
  assert.equal(clock.isArmed, true);
  await close();
  assert.equal(clock.isArmed, false);
});

test('on command it starts, tells where it is, and stops, which gives back what was before', async () => {
  const { url, clock, ask } = await startWith(STEPS, { SCENARIO_START: 'command' });
  clock.advance(5_000);
  assert.equal(await ask(), '200 1');
  const started = await control(url, 'POST', '/scenario');
  assert.deepEqual([started.status, started.body.state, started.body.at_ms], [200, 'running', 0]);
  clock.advance(1_500);
  const { body } = await control(url, 'GET', '/scenario');
  const marks = body.marks as { at_ms: number; mark: string }[];
  assert.deepEqual(
    [body.name, body.at_ms, body.end_ms, body.entry, body.entries, body.mark],
    ['steps', 1_500, 5_000, 1, 5, 'longer'],
  );
  assert.deepEqual(
    marks.map(({ at_ms, mark }) => [at_ms, mark]),
    [[1_000, 'longer']],
  );
  assert.equal(await ask(), '200 2');
  const stopped = await control(url, 'DELETE', '/scenario');
  assert.deepEqual([stopped.body.state, stopped.body.at_ms, stopped.body.entry], ['stopped', null, 0]);
  assert.equal(await ask(), '200 1');
  clock.advance(10_000);
  assert.equal(await ask(), '200 1');
});

test('a scenario in the body takes the place of the one that runs; one with mistakes gets all of them and changes nothing', async () => {
  const { url, clock, ask } = await startWith(STEPS);
  clock.advance(1_000);
  const wrong = `{
  "steps": [
    {"at": "0s", "for": "never", "set": {"SEED": 1}},
    {"at": "0s", "for": "1s", "set": {"PORT": 1}}
  ]
}`;
  const refused = await control(url, 'POST', '/scenario', wrong);
  assert.equal(refused.status, 400);
  assert.deepEqual(
    refused.body.error.problems.map((problem) => problem.slice(0, 4)),
    ['3:25', '4:39'],
    refused.body.error.problems.join('\n'),
  );
  const tooLong = { steps: [{ at: '0s', for: '1s', set: { RESPONSE_DELAY: '1h' } }] };
  const beside = await control(url, 'POST', '/scenario', tooLong);
  assert.equal(beside.status, 400);
  assert.match(beside.body.error.problems.join(), /^at 0: .*MAX_DELAY/);
  assert.equal(await ask(), '200 2');
  const other = { name: 'other', steps: [{ at: '0s', for: '1s', set: { OUTPUT_TOKENS: 4 } }] };
  const played = await control(url, 'POST', '/scenario', other);
  assert.deepEqual([played.status, played.body.name, played.body.state], [200, 'other', 'running']);
  assert.equal(await ask(), '200 4');
  clock.advance(1_000);
  assert.equal(await ask(), '200 1');
});

test('without a scenario there is none to start, and none to stop', async () => {
  const { url } = await startSteppedServer({ ADMIN_KEY });
  const started = await control(url, 'POST', '/scenario');
  assert.equal(started.status, 400);
  assert.match(started.body.error.problems.join(), /there is no scenario/);
  assert.equal((await control(url, 'DELETE', '/scenario')).body.state, 'none');
});

test('a ramp of one setting leaves alone what is counted for others: rate limits, and the first requests that fail', async () => {
  const ramp = `steps: [{ at: 0s, for: 20s, ramp: { setting: OUTPUT_TOKENS, from: 1, to: 20 } }]`;
  const { url, clock, ask } = await startWith(ramp);
  await control(url, 'PATCH', '/config', {
    settings: { RATE_LIMITS: 'all: 3 requests/h', FAULTS: 'first(2):500' },
  });
  const seen: string[] = [];
  for (let second = 0; second < 4; second++) {
    seen.push(await ask());
    clock.advance(1_000);
  }
  assert.deepEqual(seen, ['500 -', '500 -', '200 3', '429 -']);
});

test('a scenario in a request may be YAML, and its mistakes have their lines there', async () => {
  const server = await startSteppedServer({ ADMIN_KEY });
  const yaml = { 'content-type': 'application/yaml; charset=utf-8' };
  const text = 'name: cap\nsteps:\n  - { at: 0s, for: 1m, set: { MAX_CONCURRENT: 9 } }\n';
  const started = await control(server.url, 'POST', '/scenario', text, yaml);
  assert.deepEqual([started.status, started.body.name, server.state.slotsMax], [200, 'cap', 9]);
  const wrong = await control(server.url, 'POST', '/scenario', text.replace('9', 'none'), yaml);
  assert.equal(wrong.status, 400);
  assert.match(wrong.body.error.problems.join(), /^3:\d+: .*MAX_CONCURRENT/);
  assert.equal(server.state.slotsMax, 9);
  // Nothing else is read as YAML.
  assert.equal((await control(server.url, 'PATCH', '/config', 'settings: {}', yaml)).status, 415);
});

test('one scenario is read and judged at a time, and whoever sends another meanwhile is told', async () => {
  const server = await startSteppedServer({ ADMIN_KEY });
  const steps = Array.from({ length: 200 }, (_, at) => ({
    at: `${at}s`,
    for: '50s',
    ramp: { setting: 'SEED', from: at, to: at + 500 },
  }));
  const send = (name: string) => control(server.url, 'POST', '/scenario', { name, steps });
  const said = await Promise.all([send('first'), send('second')]);
  assert.deepEqual(said.map(({ status }) => status).sort(), [200, 409]);
  assert.equal((await send('third')).body.name, 'third');
});

test('a client that leaves while its scenario is read is no harm, on either listener', async () => {
  const server = await startSteppedServer({ ADMIN_KEY, HTTP10_PORT: '0' });
  const steps = [{ at: '0s', for: '1h', set: { MAX_CONCURRENT: 9 } }];
  for (const port of [server.port, server.http10Port]) {
    const leave = new AbortController();
    const body = JSON.stringify({ steps });
    const headers = { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' };
    const sent = fetch(`http://127.0.0.1:${port}/admin/v1/scenario`, {
      method: 'POST',
      headers,
      body,
      signal: leave.signal,
    }).catch(() => null);
    setImmediate(() => leave.abort());
    await sent;
    const status = async () => (await control(server.url, 'GET', '/scenario')).status;
    assert.equal(await status(), 200);
  }
  assert.deepEqual(server.faults, []);
});
