/**
 * Workers that throw and send what no sane worker does: nothing of it may end the process, hang a request or a scrape, or
 * stay unsaid.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { request } from 'undici';
import { ODD_FAULTS, type OddFault } from '../fixtures/breakable-worker.js';
import {
  createBreakablePool,
  createBreakableWorkers,
  createBreakableWorkPool,
} from '../support/breakable-workers.js';
import { startTestServer } from '../support/in-process.js';

/** A sample has no result that could be wrong. */
const HARMLESS_SAMPLES: readonly OddFault[] = [
  'reject null',
  'throw null later',
  'give a wrong type',
  'post garbage',
];
const JOB = { texts: ['hello world'], completion: null, round: '', rounds: 0 };
const OPTIONS = { keepUserText: false, keepPrompt: false, modelDefault: 'm', stream: null };

function bodyToParse() {
  const body = Buffer.from('{"messages":[{"role":"user","content":"hello"}]}');
  const memory = new ArrayBuffer(body.length);
  new Uint8Array(memory).set(body);
  return {
    memory: [memory],
    length: body.length,
    packing: null,
    bytesMax: body.length,
    protocol: 0,
    options: OPTIONS,
  };
}

describe('a sampling pool whose worker oddly', { concurrency: 4 }, () => {
  for (const fault of ODD_FAULTS) {
    test(`${fault}: rejects the scrape with an Error that says something, and takes the next one`, async () => {
      const { pool, breakBy, failures } = createBreakablePool();
      await pool.sampleMemory();
      breakBy(fault);
      await assert.rejects(pool.renderMetrics(), (error) => error instanceof Error && error.message !== '');
      await pool.sampleMemory();
      assert.equal(failures.length, HARMLESS_SAMPLES.includes(fault) ? 0 : 1);
      breakBy('none');
      assert.match(String(await pool.renderMetrics()), /^llm_mock_active_requests 0$/m);
    });
  }
});

describe('a work pool whose worker oddly', { concurrency: 4 }, () => {
  for (const fault of ODD_FAULTS) {
    test(`${fault}: gives null for every task, reports each, and works when it can`, async () => {
      const { pool, breakBy, failures } = createBreakableWorkPool({ fault });
      assert.equal(await pool.countTokens([JOB]), null);
      assert.equal(await pool.parseBody(bodyToParse()), null);
      assert.equal(await pool.readModels('/nowhere'), null);
      assert.equal(failures.length, 3);
      breakBy('none');
      pool.heal();
      assert.deepEqual(await pool.countTokens([JOB]), Int32Array.of(2, 0));
      assert.equal((await pool.parseBody(bodyToParse()))?.ok, true);
      assert.deepEqual(await pool.readModels('/nowhere'), {
        ok: false,
        problems: ['/nowhere: there is no such file (ENOENT)'],
      });
      assert.equal(failures.length, 3);
    });
  }
});

test('a server answers whatever its workers throw, says so at /metrics and in 500s, and is whole afterwards', async () => {
  const sampling = createBreakableWorkers();
  const work = createBreakableWorkers('none', 'work-entry');
  const settings = { MAX_BODY_BYTES: '1000000', USAGE: 'exact', RESPONSE_DELAY: '20ms' };
  const server = await startTestServer(settings, sampling.entry, work.entry);
  const ask = async (characters: number) => {
    const messages = [{ role: 'user', content: 'x'.repeat(characters) }];
    const reply = await request(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ messages }),
    });
    return { status: reply.statusCode, text: await reply.body.text() };
  };
  const scrape = async () => {
    const reply = await request(`${server.url}/metrics`);
    return { status: reply.statusCode, text: await reply.body.text() };
  };
  let refused = 0;
  for (const fault of ODD_FAULTS) {
    sampling.breakBy(fault);
    work.breakBy(fault);
    const [small, large, page] = await Promise.all([ask(10), ask(300_000), scrape()]);
    assert.deepEqual([small.status, large.status, page.status], [200, 500, 503], fault);
    assert.match(large.text, /"code":"internal_error"/);
    assert.match(page.text, /^The metrics could not be rendered: .+\n$/);
    assert.equal(server.state.internalErrors, ++refused, 'each large body that was not read counts');
  }
  sampling.breakBy('none');
  work.breakBy('none');
  const large = await ask(300_000);
  assert.equal(large.status, 200, large.text);
  const { status, text } = await scrape();
  assert.equal(status, 200);
  assert.match(text, new RegExp(`^llm_mock_internal_errors_total ${refused}$`, 'm'));
  assert.equal(server.state.active, 0);
});
