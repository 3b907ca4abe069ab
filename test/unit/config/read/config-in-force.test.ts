import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readConfig } from '../../../../dist/config/read/reader.js';
import { testConfig } from '../../../support/in-process.js';

const answers = join(tmpdir(), `llm-mock-answers-${process.pid}.txt`);
writeFileSync(answers, 'one\ntwo\n');
after(() => rmSync(answers));

function inForce(settings: Readonly<Record<string, string>>) {
  return new Map(testConfig(settings).inForce.map(({ name, ...rest }) => [name, rest]));
}

test('what is in force is told in words, with its unit, and whether somebody gave it', () => {
  const shown = inForce({
    MAX_CONCURRENT: '7',
    RESPONSE_DELAY: 'normal(2s,500ms)',
    RETRY_AFTER_SECONDS: '1',
  });
  assert.deepEqual(shown.get('MAX_CONCURRENT'), { value: '7 requests', given: true });
  assert.deepEqual(shown.get('RESPONSE_DELAY'), { value: 'normal(2s,500ms)', given: true });
  assert.deepEqual(shown.get('RETRY_AFTER_SECONDS'), { value: '1 second', given: true });
  assert.deepEqual(shown.get('STALL_TIMEOUT'), { value: '1m', given: false });
  assert.deepEqual(shown.get('USAGE'), { value: 'estimate', given: false });
});

test('settings without a value are left out, and so are seconds that another setting overrules', () => {
  assert.equal(inForce({}).has('SEED'), false);
  assert.equal(inForce({}).has('RESPONSE_DELAY_SECONDS'), true);
  for (const overruling of [{ RESPONSE_DELAY: '1s' }, { INTER_TOKEN_LATENCY: '1ms' }]) {
    assert.equal(inForce(overruling).has('RESPONSE_DELAY_SECONDS'), false);
  }
});

test('no secret is shown, no path, and of a long text the beginning', () => {
  const files = inForce({ API_KEY: 'sk-very-secret', RESPONSE_CONTENT: 'file', RESPONSE_FILE: answers });
  const texts = inForce({ RESPONSE_TEXT: `${'x'.repeat(500)}\nend` });
  const text = JSON.stringify([...files, ...texts]);
  assert.equal(/very-secret|llm-mock-answers|end/.test(text), false, text);
  assert.deepEqual(files.get('API_KEY'), { value: 'set (not shown)', given: true });
  assert.deepEqual(files.get('RESPONSE_FILE'), { value: 'set', given: true });
  assert.equal(texts.get('RESPONSE_TEXT')?.value, `${'x'.repeat(60)}…`);
});

test('a listener that is off because the other one has its port is shown as off', () => {
  const reading = readConfig({
    env: { PORT: '8081' },
    argv: [],
    cpu: { totalCores: 1, availableCores: 1, source: 'test' },
  });
  assert.ok(reading.kind === 'config');
  const shown = reading.config.inForce.find(({ name }) => name === 'HTTP10_PORT');
  assert.deepEqual(shown, { name: 'HTTP10_PORT', value: 'off', given: false });
});
