/**
 * In which order large bodies are parsed, and who is told. With a pool that answers when the test says so.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MemoryBudget } from '../../../../dist/main/admission/memory-budget.js';
import type { ApiRoute } from '../../../../dist/main/reading/api-routes.js';
import { BodyParser, NO_ROOM } from '../../../../dist/main/reading/body-parser.js';
import { completionsProtocol } from '../../../../dist/protocols/openai/completions.js';
import { PROTOCOLS } from '../../../../dist/protocols/providers.js';
import { Defects } from '../../../../dist/shared/defects.js';
import { SharedState } from '../../../../dist/shared/state.js';
import type { Packing } from '../../../../dist/workers/packing.js';
import type { BodyToParse, ParsedBody } from '../../../../dist/workers/tasks.js';

const ROUTE = {
  protocol: completionsProtocol,
  parseOptions: { keepUserText: false, keepPrompt: false, modelDefault: 'm', stream: null },
} as unknown as ApiRoute;
const PARSED = { ok: false, kind: 'malformedBody', message: 'parsed', param: null } as const;

function createParser(threads: number, bufferedBytesMax = Number.POSITIVE_INFINITY) {
  const state = SharedState.create(1);
  state.bufferedBytesMax = bufferedBytesMax;
  const tasks: {
    body: BodyToParse;
    answer: (parsed: ParsedBody | null) => void;
    fail: (e: Error) => void;
  }[] = [];
  const pool = {
    threads,
    parseBody: (body: BodyToParse) =>
      new Promise<ParsedBody | null>((answer, fail) => tasks.push({ body, answer, fail })),
  };
  const reported: string[] = [];
  const parser = new BodyParser(
    pool,
    new MemoryBudget(state, Number.POSITIVE_INFINITY),
    new Defects({ state, onDefect: ({ message }) => reported.push(message), now: () => 0 }),
    BODY_BYTES_MAX,
  );
  const lengths = () => tasks.map(({ body }) => body.length);
  return { state, parser, tasks, lengths, reported };
}

const BODY_BYTES_MAX = 180;

const bodyOf = (length: number, packing: Packing | null = null) => ({
  memory: [new ArrayBuffer(length), new ArrayBuffer(8)],
  length,
  packing,
});

test('as many bodies are parsed at once as there are threads, the others in the order of arrival', async () => {
  const { parser, tasks, lengths } = createParser(2);
  const told: number[] = [];
  for (const length of [1, 2, 3, 4]) parser.parse(ROUTE, bodyOf(length), () => told.push(length));
  assert.deepEqual(lengths(), [1, 2]);
  tasks[1]?.answer(PARSED);
  await nextTurn();
  assert.deepEqual([lengths(), told], [[1, 2, 3], [2]]);
  for (const index of [0, 2]) tasks[index]?.answer(PARSED);
  await nextTurn();
  tasks[3]?.answer(null);
  await nextTurn();
  assert.deepEqual(
    [lengths(), told],
    [
      [1, 2, 3, 4],
      [2, 1, 3, 4],
    ],
  );
});

test('a task names the memory of the body and its length, the protocol and what is to be kept', () => {
  const { parser, tasks } = createParser(1);
  const body = bodyOf(5);
  parser.parse(ROUTE, body, () => {});
  assert.deepEqual(tasks[0]?.body, {
    memory: body.memory,
    length: 5,
    packing: null,
    bytesMax: BODY_BYTES_MAX,
    protocol: PROTOCOLS.indexOf(completionsProtocol),
    options: ROUTE.parseOptions,
  });
});

test('who gives up while he waits is passed over, and who gives up later is not told', async () => {
  const { parser, tasks, lengths } = createParser(1);
  const told: number[] = [];
  const giveUps = [1, 2, 3].map((length) => parser.parse(ROUTE, bodyOf(length), () => told.push(length)));
  giveUps[0]?.();
  giveUps[1]?.();
  tasks[0]?.answer(PARSED);
  await nextTurn();
  assert.deepEqual(lengths(), [1, 3]);
  tasks[1]?.answer(PARSED);
  await nextTurn();
  giveUps[2]?.();
  assert.deepEqual(told, [3]);
});

test('a pool that rejects, and one who throws when he is told, hold nobody up and are reported', async () => {
  const { parser, tasks, reported, state } = createParser(1);
  const told: (ParsedBody | null)[] = [];
  parser.parse(ROUTE, bodyOf(1), (parsed) => told.push(parsed));
  parser.parse(ROUTE, bodyOf(2), () => {
    throw new Error('broken when told');
  });
  parser.parse(ROUTE, bodyOf(3), (parsed) => told.push(parsed));
  tasks[0]?.fail(new Error('broken pool'));
  await nextTurn();
  tasks[1]?.answer(PARSED);
  await nextTurn();
  tasks[2]?.answer(PARSED);
  await nextTurn();
  assert.deepEqual(told, [null, PARSED]);
  assert.deepEqual(reported, ['broken pool', 'broken when told']);
  assert.equal(state.internalErrors, 2);
});

test('what a worker needs to parse a body is held until it is done, also where nobody wants to know any more', async () => {
  const { parser, tasks, state } = createParser(2);
  parser.parse(ROUTE, bodyOf(100), () => {});
  const giveUp = parser.parse(ROUTE, bodyOf(20), () => {});
  assert.equal(state.bufferedBytes, 5 * 120);
  giveUp();
  assert.equal(state.bufferedBytes, 5 * 120);
  tasks[1]?.answer(PARSED);
  await nextTurn();
  assert.equal(state.bufferedBytes, 5 * 100);
  tasks[0]?.fail(new Error('broken pool'));
  await nextTurn();
  assert.equal(state.bufferedBytes, 0);
});

test('a body for which there is no memory waits for those under way, and is turned away where there are none', async () => {
  const { parser, tasks, lengths, state } = createParser(4, 1_000);
  const told: (ParsedBody | null)[] = [];
  const parse = (length: number) => parser.parse(ROUTE, bodyOf(length), (parsed) => told.push(parsed));
  parse(150);
  parse(100);
  assert.deepEqual([lengths(), told], [[150], []]);
  tasks[0]?.answer(PARSED);
  await nextTurn();
  assert.deepEqual([lengths(), told], [[150, 100], [PARSED]]);
  tasks[1]?.answer(PARSED);
  await nextTurn();
  parse(201);
  assert.deepEqual(told, [PARSED, PARSED], 'not before whoever asks can give up');
  await nextTurn();
  assert.deepEqual(told, [PARSED, PARSED, NO_ROOM]);
  const giveUp = parse(201);
  giveUp();
  await nextTurn();
  assert.deepEqual([told.length, state.bufferedBytes], [3, 0]);
});

test('a body that is packed may become as long as any, and takes as much memory', async () => {
  const { parser, tasks, state } = createParser(1);
  parser.parse(ROUTE, bodyOf(10, { name: 'gzip' }), () => {});
  assert.equal(state.bufferedBytes, 5 * BODY_BYTES_MAX);
  tasks[0]?.answer(PARSED);
  await nextTurn();
  assert.equal(state.bufferedBytes, 0);
});
