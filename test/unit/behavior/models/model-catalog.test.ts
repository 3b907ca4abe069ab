import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createConstant } from '../../../../dist/behavior/distributions/create.js';
import type { FaultMix } from '../../../../dist/behavior/faults/fault.js';
import { parseFaults } from '../../../../dist/behavior/faults/parse.js';
import { ModelCatalog, type ModelCatalogOptions } from '../../../../dist/behavior/models/model-catalog.js';
import { ModelTable } from '../../../../dist/behavior/models/model-table.js';
import {
  type Behavior,
  EMPTY_PROFILE,
  type LatencyProfile,
} from '../../../../dist/behavior/profile/profile.js';

const LIMITS = { delayMaxMs: 600_000, tokensMax: 10_000 };
const NAMES_KEPT = 1024;

function profile(some: Partial<LatencyProfile>): LatencyProfile {
  return { ...EMPTY_PROFILE, ...some };
}

function tableOf(rows: Record<string, Partial<LatencyProfile>>): ModelTable {
  return new ModelTable(Object.entries(rows).map(([name, some]) => ({ name, profile: profile(some) })));
}

const tokens = (count: number): Partial<LatencyProfile> => ({ outputTokens: createConstant(count) });

const SETTINGS: Behavior = { profile: profile({ ...tokens(1), loadFactor: 5 }), seed: 1 };

function createCatalog(options: Partial<ModelCatalogOptions> = {}): ModelCatalog {
  const table = tableOf({ inFile: tokens(2), 'in*': tokens(3) });
  return new ModelCatalog({
    settings: SETTINGS,
    table,
    limits: LIMITS,
    allowOverrides: true,
    onlyOther: null,
    ...options,
  });
}

function behaviorOf(catalog: ModelCatalog, model: string, asked: Behavior | null = null): Behavior {
  const read = catalog.behaviorOf(model, asked);
  assert.ok(read.ok, model);
  return read.behavior;
}

/** By the number of tokens one sees who said it. */
function tokensOf(catalog: ModelCatalog, model: string, asked: Behavior | null = null): number {
  const { outputTokens } = behaviorOf(catalog, model, asked).profile;
  assert.ok(outputTokens?.kind === 'constant');
  return outputTokens.value;
}

test('headers count before overrides in the name, those before the file, and that before the settings', () => {
  const catalog = createCatalog();
  const header = { profile: profile(tokens(5)), seed: null };
  assert.equal(tokensOf(catalog, 'other'), 1);
  assert.equal(tokensOf(catalog, 'inFile'), 2);
  assert.equal(tokensOf(catalog, 'inPattern'), 3);
  assert.equal(tokensOf(catalog, 'inFile;tokens=4'), 4);
  assert.equal(tokensOf(catalog, 'other;tokens=4'), 4);
  assert.equal(tokensOf(catalog, 'inFile;tokens=4', header), 5);
  assert.equal(tokensOf(catalog, 'inFile', header), 5);
  assert.equal(tokensOf(catalog, 'other', header), 5);
});

test('what one of them does not say, the next one says', () => {
  const catalog = createCatalog({ table: tableOf({ m: { timeToFirstToken: createConstant(20) } }) });
  const header = { profile: profile({ prefillPerToken: createConstant(40) }), seed: null };
  assert.deepEqual(behaviorOf(catalog, 'm;itl=30ms', header), {
    profile: profile({
      prefillPerToken: createConstant(40),
      interTokenLatency: createConstant(30),
      timeToFirstToken: createConstant(20),
      ...tokens(1),
      loadFactor: 5,
    }),
    seed: 1,
  });
});

test('a whole time in a header overrules the token latencies of all others', () => {
  const catalog = createCatalog({ table: tableOf({ m: { timeToFirstToken: createConstant(20) } }) });
  const header = { profile: profile({ responseDelay: createConstant(9) }), seed: null };
  const { profile: held } = behaviorOf(catalog, 'm;itl=30ms', header);
  assert.deepEqual(held, profile({ responseDelay: createConstant(9), ...tokens(1), loadFactor: 5 }));
});

test('the seed is that of the header, else of the name, else of the settings', () => {
  const catalog = createCatalog();
  const header = { profile: EMPTY_PROFILE, seed: 0 };
  assert.equal(behaviorOf(catalog, 'm').seed, 1);
  assert.equal(behaviorOf(catalog, 'm;seed=7').seed, 7);
  assert.equal(behaviorOf(catalog, 'm;seed=7', header).seed, 0);
  assert.equal(behaviorOf(catalog, 'm', header).seed, 0);
});

test('the file is asked for the name without its overrides and the blanks ahead of them', () => {
  const catalog = createCatalog();
  assert.equal(tokensOf(catalog, 'inFile;seed=7'), 2);
  assert.equal(tokensOf(catalog, 'inFile ; seed=7'), 2);
  assert.equal(tokensOf(catalog, ';seed=7'), 1);
});

test('a wrong override is told each time, whatever the headers say', () => {
  const catalog = createCatalog();
  const message = `Invalid 'model': expected at most 10m (MAX_DELAY), got 11m (at character 9 of "m;delay=11m")`;
  for (const asked of [null, SETTINGS, null]) {
    assert.deepEqual(catalog.behaviorOf('m;delay=11m', asked), { ok: false, row: null, message });
  }
  const shifted = message.replace('9 of "m;delay=', '11 of "m;delay=  ');
  assert.deepEqual(catalog.behaviorOf('m;delay=  11m', null), { ok: false, row: null, message: shifted });
});

test('where overrides are not allowed, those in a name do nothing, not even wrong ones', () => {
  const catalog = createCatalog({ allowOverrides: false });
  assert.equal(tokensOf(catalog, 'inFile;tokens=4'), 2);
  assert.equal(tokensOf(catalog, 'inFile;nonsense'), 2);
  assert.equal(tokensOf(catalog, 'other ;tokens=4'), 1);
});

test('the same name gives the same object, by which the planner knows that one plan will do', () => {
  const catalog = createCatalog();
  for (const model of ['other', 'inFile', 'inFile;tokens=4', 'm;wrong']) {
    assert.equal(catalog.behaviorOf(model, null), catalog.behaviorOf(model, null), model);
  }
  assert.equal(behaviorOf(catalog, 'inFile'), behaviorOf(catalog, 'inFile'));
});

test('the same headers over the same name give the same object', () => {
  const catalog = createCatalog();
  const [header, another] = [tokens(5), tokens(6)].map((some) => ({ profile: profile(some), seed: null }));
  assert.ok(header && another);
  const first = catalog.behaviorOf('m', header);
  assert.equal(catalog.behaviorOf('m', header), first);
  assert.equal(tokensOf(catalog, 'm', another), 6);
  assert.equal(catalog.behaviorOf('m', header), first);
});

test('the same headers over another name give what holds for that name', () => {
  const catalog = createCatalog();
  const header = { profile: EMPTY_PROFILE, seed: 9 };
  for (let round = 0; round < 2; round++) {
    assert.deepEqual([tokensOf(catalog, 'inFile', header), tokensOf(catalog, 'other', header)], [2, 1]);
    assert.equal(behaviorOf(catalog, 'inFile', header).seed, 9);
  }
  assert.equal(behaviorOf(catalog, 'inFile').seed, 1);
});

test('a new table counts at once, for names and headers that were seen before', () => {
  const catalog = createCatalog();
  const header = { profile: EMPTY_PROFILE, seed: 9 };
  assert.deepEqual([tokensOf(catalog, 'inFile'), tokensOf(catalog, 'inFile', header)], [2, 2]);
  assert.deepEqual(catalog.names, ['inFile']);
  catalog.replaceTable(tableOf({ inFile: tokens(8), another: tokens(9) }));
  assert.deepEqual([tokensOf(catalog, 'inFile'), tokensOf(catalog, 'inFile', header)], [8, 8]);
  assert.equal(tokensOf(catalog, 'inFile;seed=3'), 8);
  assert.equal(tokensOf(catalog, 'inPattern'), 1);
  assert.deepEqual(catalog.names, ['inFile', 'another']);
});

test(`${NAMES_KEPT} names are remembered; with the next one all are forgotten, and made again alike`, () => {
  const catalog = createCatalog();
  const first = behaviorOf(catalog, 'name 0');
  for (let index = 1; index < NAMES_KEPT; index++) catalog.behaviorOf(`name ${index}`, null);
  assert.equal(behaviorOf(catalog, 'name 0'), first);
  const last = behaviorOf(catalog, `name ${NAMES_KEPT}`);
  assert.notEqual(behaviorOf(catalog, 'name 0'), first);
  assert.deepEqual(behaviorOf(catalog, 'name 0'), first);
  assert.equal(behaviorOf(catalog, `name ${NAMES_KEPT}`), last);
});

function faults(text: string): Partial<LatencyProfile> {
  const read = parseFaults(text);
  assert.ok(read.ok);
  return { faults: read.mix };
}

test('whether faults are counted follows the settings, the file, and what was changed over them', () => {
  const table = tableOf({ one: faults('first(3):503') });
  const catalog = createCatalog({ table });
  assert.equal(catalog.countsFaults, true);
  catalog.replaceTable(tableOf({ one: faults('5%:503') }));
  assert.equal(catalog.countsFaults, false);
  catalog.replaceSettings({ profile: profile(faults('every(10):500')), seed: null });
  assert.equal(catalog.countsFaults, true);
  catalog.replaceSettings(SETTINGS, [tableOf({ 'in*': faults('first(1):429') })]);
  assert.equal(catalog.countsFaults, true);
  catalog.replaceSettings(SETTINGS);
  assert.equal(catalog.countsFaults, false);
});

test('faults in the name of a model are told from those that stand elsewhere', () => {
  const catalog = createCatalog({ table: tableOf({ one: faults('first(3):503') }) });
  const mixOf = (model: string) => behaviorOf(catalog, model).profile.faults as FaultMix;
  assert.equal(catalog.standInName(mixOf('one;fault=first(2):500')), true);
  assert.equal(catalog.standInName(mixOf('one;delay=1s')), false);
});

test('with what holds comes the row that the model falls under, overrides or not, known or not', () => {
  const rows = (catalog: ModelCatalog, ...models: string[]) =>
    models.map((model) => catalog.behaviorOf(model, null).row);
  const catalog = createCatalog();
  const models = ['inFile', 'inFile;tokens=4', 'inFile ; delay=11m', 'inPattern', 'x', 'x;tokens=4'];
  assert.deepEqual(rows(catalog, ...models), ['inFile', 'inFile', 'inFile', 'in*', null, null]);
  assert.equal(catalog.behaviorOf('inFile', SETTINGS).row, 'inFile');
  catalog.replaceTable(tableOf({ '*': tokens(1) }));
  assert.deepEqual(rows(catalog, 'inFile', 'x'), ['*', '*']);
  assert.deepEqual(rows(createCatalog({ onlyOther: 'x' }), 'x', 'y'), [null, null]);
});
