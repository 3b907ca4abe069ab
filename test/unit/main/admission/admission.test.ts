import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Admission } from '../../../../dist/main/admission/admission.js';
import { bodyTooLarge } from '../../../../dist/main/admission/body-too-large.js';
import { MemoryBudget } from '../../../../dist/main/admission/memory-budget.js';
import { createRefusals } from '../../../../dist/main/admission/refusals.js';
import { WaitingLine } from '../../../../dist/main/admission/waiting-line.js';
import { BrowserRules } from '../../../../dist/main/transport/browsers/browser-rules.js';
import { SharedState } from '../../../../dist/shared/state.js';
import { type Settings, testConfig } from '../../../support/in-process.js';
import { requestHead } from '../../../support/request-head.js';

function rig(settings: Settings = {}) {
  const config = testConfig(settings);
  const state = SharedState.create(config.slotsMax);
  const refusals = createRefusals(config);
  const admission = new Admission({
    ...config,
    state,
    refusals,
    budget: new MemoryBudget(state, Number.POSITIVE_INFINITY),
    line: new WaitingLine(state, config.queueSizeMax, config.queueTimeoutMs),
    browsers: new BrowserRules({ hosts: null, crossOrigin: null }),
  });
  const admit = (headers: Readonly<Record<string, string>> = {}) =>
    admission.check(requestHead(headers)) ?? admission.takeSlot();
  return { state, refusals, admission, admit };
}

test('a request that is let in holds a slot, and one more than the cap is refused', () => {
  const { state, refusals, admit } = rig({ MAX_CONCURRENT: '2' });
  assert.deepEqual([admit(), admit(), admit(), admit()], [null, null, refusals.full, refusals.full]);
  assert.equal(state.active, 2);
  state.releaseSlot();
  assert.equal(admit(), null);
});

test('above the most connections every request is refused before its key is read, and takes no slot', () => {
  const { state, refusals, admission, admit } = rig({ API_KEY: 'k' });
  admission.connectionsMax = 2;
  state.countConnection(2);
  assert.deepEqual([admit(), admission.endsConnections], [refusals.keyMissing, false]);
  state.countConnection(1);
  assert.deepEqual([admit(), admission.endsConnections], [refusals.connectionsFull, true]);
  assert.equal(admit({ authorization: 'Bearer k' }), refusals.connectionsFull);
  assert.equal(state.active, 0);
  admission.draining = true;
  assert.equal(admit(), refusals.draining);
  state.countConnection(-1);
  assert.equal(admission.endsConnections, true);
});

test('while a shutdown is announced requests are let in, and each answer ends its connection', () => {
  const { admission, refusals, admit } = rig();
  Object.assign(admission, { draining: true, servesWhileDraining: true });
  assert.deepEqual([admit(), admission.endsConnections], [null, true]);
  admission.servesWhileDraining = false;
  assert.equal(admit(), refusals.draining);
});

test('the order of the checks is: draining, key, length, slots; and no refusal takes a slot', () => {
  const { state, refusals, admission, admit } = rig({
    MAX_CONCURRENT: '1',
    API_KEY: 'k',
    MAX_BODY_BYTES: '10',
  });
  const key = { authorization: 'Bearer k' };
  const tooLarge = { 'content-length': '11' };
  const refusal = bodyTooLarge(11, 10);
  assert.deepEqual(admit({ ...key, ...tooLarge }), refusal);
  assert.equal(state.active, 0);
  assert.equal(admit(key), null);
  assert.equal(admit(key), refusals.full);
  assert.deepEqual(admit({ ...key, ...tooLarge }), refusal);
  assert.equal(admit(tooLarge), refusals.keyMissing);
  assert.equal(admit({ ...tooLarge, authorization: 'Bearer wrong' }), refusals.keyWrong);
  admission.draining = true;
  for (const headers of [{}, tooLarge, key, { ...key, ...tooLarge }]) {
    assert.equal(admit(headers), refusals.draining);
  }
  assert.deepEqual([state.active, state.peak], [1, 1]);
});

test('a length up to the limit is let in, as is a body of unknown length', () => {
  const { admit } = rig({ MAX_BODY_BYTES: '16384' });
  for (const length of ['', '1', '16384']) assert.equal(admit({ 'content-length': length }), null, length);
  for (const length of ['16385', '99999999999999999999']) {
    assert.deepEqual(admit({ 'content-length': length }), bodyTooLarge(Number(length), 16_384), length);
  }
});

test('an empty body is refused by its announced length, and takes no slot', () => {
  const { state, refusals, admit } = rig();
  for (const length of ['0', '00']) assert.equal(admit({ 'content-length': length }), refusals.bodyEmpty);
  assert.equal(state.active, 0);
});

test('without an API key everyone is let in, whatever they send', () => {
  const { admit } = rig();
  for (const authorization of ['', 'Bearer x', 'Basic eDp5']) assert.equal(admit({ authorization }), null);
});

test('the key is taken after the word bearer in any case, with one blank or more', () => {
  const { admit } = rig({ API_KEY: 'sk-Right.1' });
  for (const scheme of ['Bearer ', 'bearer ', 'BEARER ', 'bEaReR ', 'Bearer   ']) {
    assert.equal(admit({ authorization: `${scheme}sk-Right.1` }), null, scheme);
  }
});

test('a header that is no bearer token says that a key is missing', () => {
  const { refusals, admit } = rig({ API_KEY: 'right' });
  for (const authorization of [
    '',
    'right',
    'Bearer',
    'Bearer ',
    'Bearerright',
    'Basic right',
    ' Bearer right',
  ]) {
    assert.equal(admit({ authorization }), refusals.keyMissing, authorization);
  }
});

test('a key that differs in any way is wrong', () => {
  const { state, refusals, admit } = rig({ API_KEY: 'right' });
  for (const key of [
    'wrong',
    'Right',
    'righ',
    'rightt',
    'right ',
    'right right',
    'x'.repeat(100_000),
    'ríght',
  ]) {
    assert.equal(admit({ authorization: `Bearer ${key}` }), refusals.keyWrong, key.slice(0, 20));
  }
  assert.equal(state.active, 0);
});
