/**
 * The list of vLLM's names in the docs is that of the page.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { SharedState } from '../../dist/shared/state.js';
import { createMetricsRenderer } from '../../dist/telemetry/metrics/metrics.js';
import { parseMetrics } from '../support/metrics-text.js';

test('docs/metrics.md names what VLLM_METRICS adds to the page, all of it and no more', async () => {
  const facts = {
    build: { version: '0.0.0', node: '0', uwebsockets: '0' },
    fileDescriptorsMax: null,
    startedAtSeconds: 0,
  };
  const page = parseMetrics(await createMetricsRenderer(SharedState.create(1), facts, 'a-model')());
  const names = [...page.keys()].filter((name) => name.startsWith('vllm:'));
  for (const file of ['metrics.md', 'metrics.zh-CN.md']) {
    const text = readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8');
    const told = new Set(text.match(/vllm:[a-z0-9_]+/g));
    assert.deepEqual([...told].sort(), names.sort(), file);
  }
});
