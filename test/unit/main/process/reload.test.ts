import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ModelRow, ModelTable } from '../../../../dist/behavior/models/model-table.js';
import { EMPTY_PROFILE } from '../../../../dist/behavior/profile/profile.js';
import type { ReadFile } from '../../../../dist/config/read/text-file.js';
import { createReloader } from '../../../../dist/main/process/reload.js';

type Read = ReadFile<readonly ModelRow[]> | null;

/** A reader that is done when the test says so, and what became of it. */
function createRig(isConfigFile = false, warning: string | null = null) {
  const reads: { answer: (read: Read) => void; fail: (error: Error) => void }[] = [];
  const tables: ModelTable[] = [];
  const lines: string[] = [];
  const log = {
    info: (fields: { models: number }, line: string) => lines.push(`info ${line} ${fields.models}`),
    warn: (_: object, line: string) => lines.push(`warn ${line}`),
    error: (_: object, line: string) => lines.push(`error ${line}`),
  } as unknown as Logger;
  const reloader = createReloader({
    path: 'models.yaml',
    isConfigFile,
    readModels: () => new Promise((answer, fail) => reads.push({ answer, fail })),
    replaceModels(table) {
      tables.push(table);
      return warning;
    },
    log,
  });
  return { reloader, reads, tables, lines };
}

const rows = (...names: string[]): Read => ({
  ok: true,
  content: names.map((name) => ({ name, profile: EMPTY_PROFILE })),
});

test('what was read replaces the table', async () => {
  const { reloader, reads, tables, lines } = createRig();
  reloader.reload();
  reads[0]?.answer(rows('one', 'two', 'three-*'));
  await nextTurn();
  assert.deepEqual(tables[0]?.names, ['one', 'two']);
  assert.deepEqual(lines, ['info models file read again 3']);
});

test('what the operator should know of the new rows stands in the log', async () => {
  const { reloader, reads, lines } = createRig(false, '3 rows count as "other"');
  reloader.reload();
  reads[0]?.answer(rows('one'));
  await nextTurn();
  assert.deepEqual(lines, ['info models file read again 1', 'warn 3 rows count as "other"']);
});

test('of a config file the models are read, and the log says that its settings are not', async () => {
  const { reloader, reads, tables, lines } = createRig(true);
  reloader.reload();
  reads[0]?.answer(rows('one'));
  await nextTurn();
  reloader.reload();
  reads[1]?.answer({ ok: false, problems: ['mock.yaml:1:1: wrong'] });
  await nextTurn();
  assert.equal(tables.length, 1);
  assert.deepEqual(lines, [
    'info config file read again: its models count now, all else at the next start 1',
    'error mock.yaml:1:1: wrong',
    'error config file not used; the old one stays',
  ]);
});

test('asked again and again while it reads, it reads once more afterwards', async () => {
  const { reloader, reads, tables } = createRig();
  for (let asked = 0; asked < 100; asked++) reloader.reload();
  assert.equal(reads.length, 1);
  reads[0]?.answer(rows('old'));
  await nextTurn();
  assert.equal(reads.length, 2);
  reads[1]?.answer(rows('new'));
  await nextTurn();
  assert.equal(reads.length, 2);
  assert.deepEqual(tables.at(-1)?.names, ['new']);
  reloader.reload();
  assert.equal(reads.length, 3);
});

test('a file with problems, a worker that fails and rows that are none leave the old table, and the log says so', async () => {
  const { reloader, reads, tables, lines } = createRig();
  const failures: ((read: (typeof reads)[number]) => void)[] = [
    ({ answer }) => answer({ ok: false, problems: ['models.yaml:1: wrong', 'models.yaml:2: wrong'] }),
    ({ answer }) => answer(null),
    ({ answer }) => answer({ ok: true, content: [null] as unknown as ModelRow[] }),
    ({ fail }) => fail(new Error('broken')),
  ];
  for (const [index, failIn] of failures.entries()) {
    reloader.reload();
    failIn(reads[index] ?? assert.fail());
    await nextTurn();
  }
  assert.deepEqual(tables, []);
  const end = 'error models file not used; the old one stays';
  assert.deepEqual(lines, [
    'error models.yaml:1: wrong',
    'error models.yaml:2: wrong',
    end,
    'error the worker that should have read it failed',
    end,
    end,
    end,
  ]);
});
