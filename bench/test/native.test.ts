// Owns: tests of what becomes of programs that cargo builds, where it cannot. Must never: build one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { binaryOf, buildMissing, isBuilt, type NativeProgram } from '../native/programs.js';
import { whatItCannot } from '../run/steps-of-scenario.js';
import { SCENARIO_NAMES, scenariosNamed } from '../scenarios/scenarios.js';
import { serverNamed } from '../servers/servers.js';

const ABSENT: NativeProgram = { crate: 'no-such', version: '1.0.0', binary: 'no-such', folder: null };
const never = new AbortController().signal;

test('without cargo a program is missing, with the reason, and the run goes on', async () => {
  const path = process.env.PATH;
  process.env.PATH = '/nowhere';
  const said: string[] = [];
  try {
    const missing = await buildMissing([ABSENT], (line) => said.push(line), never);
    assert.deepEqual([...missing], [['no-such', 'is not built, and there is no cargo to build it']]);
    assert.match(said.join(), /building no-such 1\.0\.0 with cargo/);
  } finally {
    process.env.PATH = path;
  }
});

test('a program lies below the folder of the project, in an image too', () => {
  assert.equal(binaryOf(ABSENT), 'bench/native/built/bin/no-such');
  assert.equal(isBuilt(ABSENT), false);
});

test('each server is left out of a scenario with its reason, or takes part', () => {
  const cannot = (name: string): string[] =>
    scenariosNamed(SCENARIO_NAMES, 'full')
      .filter(({ name: scenario }) => scenario !== 'held-100k' && scenario !== 'connect-storm')
      .filter((scenario) => whatItCannot(scenario, serverNamed(name)) !== null)
      .map((scenario) => scenario.name);
  assert.deepEqual(cannot('ours'), []);
  assert.deepEqual(cannot('bare-uws'), ['scrape', 'faults']);
  assert.deepEqual(cannot('hyper'), ['scrape', 'faults']);
  assert.deepEqual(cannot('aimock'), ['cap', 'faults']);
  assert.deepEqual(cannot('llmsim'), ['cap', 'scrape', 'faults']);
  assert.deepEqual(cannot('vidaimock'), ['cap', 'faults']);
  assert.deepEqual(cannot('mock-llm'), ['density', 'prompts', 'cap', 'scrape', 'faults']);
});
