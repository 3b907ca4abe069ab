/** Clients in other languages against the mock: an answer, a stream, what they count, what they make of an error, how often they try. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { ADMIN_KEY, control } from '../support/control-client.js';
import { withFolder } from '../support/folder.js';
import { startTestServer, type TestServer } from '../support/in-process.js';
import { readProjectFile } from '../support/source-tree.js';
import { CLIENTS } from './clients.js';
import { preparePython } from './environment.js';
import { saw } from './page/seen.js';
import { type Outcome, runScript } from './run-script.js';

const TEXT = 'alpha beta gamma delta';
const MODELS = `models:
  limited: { faults: '429(retry-after=10ms)' }
  flaky: { faults: 'first(2):503(retry-after=10ms)' }
`;

interface Report {
  readonly version: string;
  readonly whole: Outcome;
  readonly stream: Outcome;
  readonly refused: Outcome;
  readonly retried: Outcome;
}

interface Entry {
  readonly status: number;
  readonly time: string;
  readonly stream: boolean;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
}

const python = await preparePython();
const skip = python.ok ? false : python.reason;

/** Requests, the oldest first; of a model, or all: whoever is refused at the door has not said which model yet. */
async function journalOf({ url }: TestServer, model?: string): Promise<readonly Entry[]> {
  const filter = model === undefined ? '' : `&model=${model}`;
  const { requests } = (await control(url, 'GET', `/journal?limit=1000${filter}`)).body;
  return (requests as readonly Entry[]).toReversed();
}

/** The text that the mock gave, and as many tokens as it counted. */
function assertAnswer(got: Outcome, entry: Entry | undefined): void {
  assert.equal(got.text, TEXT, JSON.stringify(got));
  assert.deepEqual(
    [got.promptTokens, got.completionTokens],
    [entry?.prompt_tokens, entry?.completion_tokens],
  );
}

async function start(settings: Record<string, string>): Promise<TestServer> {
  let server: Promise<TestServer> | undefined;
  withFolder((folder) => {
    const path = `${folder}/models.yaml`;
    writeFileSync(path, MODELS);
    server = startTestServer({ ADMIN_KEY, RESPONSE_TEXT: TEXT, MODELS_FILE: path, ...settings });
  });
  return server ?? assert.fail();
}

for (const { name, script, refused, refusedStatuses, retriedStatuses } of CLIENTS) {
  test(`${name}: an answer, a stream, its tokens, ${refused} for 429, and its tries`, { skip }, async () => {
    const server = await start({});
    const report = await runScript<Report>(python.ok ? python.python : '', script, server.url);
    assert.match(
      readProjectFile('test/clients/requirements.txt'),
      new RegExp(`^${name}==${report.version} `, 'm'),
    );
    const [whole, stream] = await journalOf(server, 'well');
    assert.deepEqual([whole?.stream, stream?.stream], [false, true]);
    assertAnswer(report.whole, whole);
    assertAnswer(report.stream, stream);
    assert.ok(report.refused.raised?.includes(refused), JSON.stringify(report.refused));
    const refusals = await journalOf(server, 'limited');
    assert.deepEqual(
      refusals.map(({ status }) => status),
      refusedStatuses,
    );
    const tries = await journalOf(server, 'flaky');
    assert.deepEqual(
      tries.map(({ status }) => status),
      retriedStatuses,
    );
    assertAnswer(report.retried, tries.at(-1));
    assert.deepEqual([server.faults, server.state.active], [[], 0]);
    saw(`python-${name}`, report.version, ['answer', 'stream', 'usage', 'errors']);
  });
}

interface PaceReport {
  readonly calls: { readonly answered?: number; readonly limit?: string; readonly said?: string };
}

const PER_SECOND = 2;
const BURST = 2;
/** The journal has the time of the answer, in milliseconds; the limiter has that of the arrival. */
const ROUNDED = 1;

interface Paced {
  readonly server: TestServer;
  readonly refused: number;
}

/** Has the router ask so often over the limit, and asserts that all is counted and no more was let in than may be. */
async function pace(calls: number, how: 'at-once' | 'one-by-one'): Promise<Paced> {
  const server = await start({ RATE_LIMITS: `key: ${60 * PER_SECOND} requests/min burst ${BURST}` });
  const script = 'pace-litellm-router.py';
  const report = await runScript<PaceReport>(
    python.ok ? python.python : '',
    script,
    server.url,
    String(calls),
    how,
  );
  assert.deepEqual(report.calls, { answered: calls, limit: String(BURST) });
  const entries = await journalOf(server);
  const refused = entries.filter(({ status }) => status === 429).length;
  const letIn = entries.filter(({ status }) => status === 200).map(({ time }) => Date.parse(time));
  assert.deepEqual([letIn.length, entries.length], [calls, calls + refused]);
  assert.equal(server.state.rejectionsFor('rate_limit'), refused);
  for (const [first, from] of letIn.entries()) {
    for (const [last, to] of letIn.entries()) {
      const most = BURST + (PER_SECOND * (to - from)) / 1_000 + ROUNDED;
      assert.ok(last < first || last - first + 1 <= most, `${last - first + 1} in ${to - from} ms`);
    }
  }
  return { server, refused };
}

test("litellm's router with 12 calls at once over a rate limit: each is answered in the end, and each refusal was counted", {
  skip,
}, async () => {
  const { refused } = await pace(12, 'at-once');
  assert.ok(refused >= 12 - BURST, `${refused} refused`);
});

test("litellm's router with one call after the other waits as long as it is told: none of its tries came early", {
  skip,
}, async () => {
  const { server, refused } = await pace(6, 'one-by-one');
  assert.ok(refused > 0, 'nobody was over the limit');
  assert.deepEqual([server.state.earlyRetries, server.state.retryStorms], [0, 0]);
});
