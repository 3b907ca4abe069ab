/**
 * How many calls an answer makes, of which tools, and when a conversation has had enough of them.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planCalls } from '../../../../dist/behavior/plan/tool-calls.js';
import type { ToolAsk } from '../../../../dist/behavior/plan/wish.js';
import { createRandom } from '../../../../dist/behavior/random/random.js';
import { count } from '../../../support/parsed.js';
import { assertArgumentsText, CLOCK_SCHEMA, WEATHER_SCHEMA } from '../../../support/tools.js';

const TOOLS = [
  { name: 'get_weather', schema: WEATHER_SCHEMA },
  { name: 'get_time', schema: CLOCK_SCHEMA },
];
const ASK: ToolAsk = { tools: TOOLS, choice: 'auto', isParallel: true, turn: 0, thread: 1 };

interface Drawn {
  readonly calls?: string;
  readonly turns?: string;
  /** Which one of the requests it is, and the seed of their conversation. */
  readonly request?: number;
  readonly seed?: number;
}

function callsOf(ask: Partial<ToolAsk>, { calls, turns, request = 0, seed = 7 }: Drawn = {}) {
  const profile = {
    toolCalls: calls === undefined ? null : count(calls),
    toolTurns: turns === undefined ? null : count(turns),
  };
  return planCalls({ ...ASK, ...ask }, profile, createRandom(7, request), seed);
}

test('how many calls there are follows the choice, the turn, what is drawn, and whether several may be', () => {
  for (const [ask, drawn, expected] of [
    [{}, {}, 1],
    [{ turn: 1 }, {}, 0],
    [{}, { calls: '3' }, 3],
    [{}, { calls: '0' }, 0],
    [{}, { calls: '1000' }, 32],
    [{ isParallel: false }, { calls: '3' }, 1],
    [{ isParallel: false }, { calls: '0' }, 0],
    [{ turn: 2 }, { turns: '3' }, 1],
    [{ turn: 3 }, { turns: '3' }, 0],
    [{}, { turns: '0' }, 0],
    [{ turn: 1 }, { turns: '2', calls: '2' }, 2],
    [{ choice: 'required' }, {}, 1],
    [{ choice: 'required', turn: 9 }, { turns: '0' }, 1],
    [{ choice: 'required' }, { calls: '0' }, 1],
    [{ choice: 'required' }, { calls: '3' }, 3],
    [{ choice: 'required', isParallel: false }, { calls: '3' }, 1],
    [{ choice: 'none' }, { calls: '3', turns: '9' }, 0],
  ] as const) {
    assert.equal(callsOf(ask, drawn).length, expected, JSON.stringify([ask, drawn]));
  }
});

test('calls go through the tools in their order, with arguments that satisfy their schemas', () => {
  const firsts = new Set<string>();
  for (let request = 0; request < 50; request++) {
    const calls = callsOf({}, { calls: '4', request });
    const names = calls.map(({ name }) => name);
    firsts.add(names[0] ?? '');
    assert.deepEqual([names[2], names[3], new Set(names).size], [names[0], names[1], 2]);
    for (const { kind, name, text, tokens } of calls) {
      assert.deepEqual([kind, tokens], ['call', text.length]);
      assertArgumentsText(name, text.raw(tokens));
    }
  }
  assert.equal(firsts.size, 2);
});

test('a tool without a schema gets an object', () => {
  const [call] = callsOf({ tools: [{ name: 'f', schema: undefined }] });
  const value = JSON.parse(call?.text.raw(call.tokens) ?? '');
  assert.equal(typeof value === 'object' && value !== null && !Array.isArray(value), true);
});

test('the same seed draws the same calls to the byte, another one others', () => {
  const said = (request: number) =>
    callsOf({}, { calls: 'uniform(1,9)', request }).map(({ name, text, tokens }) => [name, text.raw(tokens)]);
  assert.deepEqual(said(3), said(3));
  assert.equal(
    new Set(Array.from({ length: 20 }, (_, request) => JSON.stringify(said(request)))).size > 1,
    true,
  );
});

test('a share of the answers makes a call', () => {
  let calls = 0;
  for (let request = 0; request < 2_000; request++) calls += callsOf({}, { calls: '40%', request }).length;
  assert.ok(Math.abs(calls - 800) < 80, `${calls} of 2,000`);
});

test('all requests of one conversation go by the same number of turns, whatever else is drawn for them', () => {
  const turnsOf = (thread: number, request: number) => {
    let turn = 0;
    while (callsOf({ thread, turn }, { turns: 'uniform(1,5)', request: request + turn }).length > 0) turn++;
    return turn;
  };
  const seen = new Set<number>();
  for (let thread = 0; thread < 60; thread++) {
    const turns = turnsOf(thread, 0);
    seen.add(turns);
    for (const request of [10, 500]) assert.equal(turnsOf(thread, request), turns, `thread ${thread}`);
  }
  assert.deepEqual([...seen].sort(), [1, 2, 3, 4, 5]);
});
