/**
 * Where a conversation stands, and what a request's choice among its tools comes to.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callId, idDigits } from '../../../../dist/protocols/request/call-id.js';
import { conversationOf } from '../../../../dist/protocols/request/conversation.js';
import { chooseTools, type ToolChoice } from '../../../../dist/protocols/request/tool-choice.js';
import { apiError, ERROR_KINDS, isApiError } from '../../../../dist/shared/errors.js';
import { UUID } from '../../../support/protocol-answers.js';

type Kind = 'user' | 'tool' | 'other';

/** `u` is the user, `t` a tool, anything else somebody else; a digit behind tells two apart. */
function turnOf(items: string): number {
  return conversationOf(
    items.split(' ').map((kind) => ({ kind })),
    kindOf,
  ).turn;
}

function kindOf({ kind }: { readonly kind?: unknown }): Kind {
  const letter = String(kind)[0];
  if (letter === 'u') return 'user';
  return letter === 't' ? 'tool' : 'other';
}

test('turns are the answers of tools since the user spoke last, those that came together counted once', () => {
  for (const [items, turn] of [
    ['u', 0],
    ['u a', 0],
    ['u a t', 1],
    ['u a t t t', 1],
    ['u a t a t', 2],
    ['u a t t a t t', 2],
    ['u a t a t u', 0],
    ['u a t a t u a t', 1],
    ['s u a t a a t', 2],
    ['a t a t', 2],
    ['s', 0],
  ] as const) {
    assert.equal(turnOf(items), turn, items);
  }
});

test('the thread is what the user said last, and nothing else', () => {
  const threadOf = (...items: object[]) => conversationOf(items, kindOf).thread;
  const said = { kind: 'u', text: 'hello' };
  const thread = threadOf(said);
  assert.equal(threadOf({ kind: 's' }, said, { kind: 'a' }, { kind: 't' }), thread);
  assert.equal(threadOf({ kind: 'u', text: 'before' }, { kind: 'a' }, said), thread);
  assert.notEqual(threadOf({ kind: 'u', text: 'bye' }), thread);
  assert.deepEqual(conversationOf([{ kind: 's' }], kindOf), { turn: 0, thread: 0 });
});

test('a text is said by the user; what is no conversation has no turns', () => {
  const hello = conversationOf('hello', kindOf);
  assert.deepEqual([hello.turn, hello], [0, conversationOf('hello', kindOf)]);
  assert.notEqual(hello.thread, conversationOf('bye', kindOf).thread);
  assert.deepEqual(conversationOf(undefined, kindOf), { turn: 0, thread: 0 });
  assert.equal(conversationOf([null, 1, 'x'], kindOf).turn, 0);
});

const TOOLS = [
  { name: 'f', schema: undefined },
  { name: 'g', schema: undefined },
];
const MIDWAY = { turn: 2, thread: 5 };

function choose(choice: ToolChoice['choice'], tools = TOOLS) {
  let looks = 0;
  const unknown = (name: string) => apiError(ERROR_KINDS.wrongValue, name);
  const chosen = chooseTools(tools, { choice, isParallel: true, unknown }, () => {
    looks++;
    return MIDWAY;
  });
  return { chosen, looks };
}

test('a choice that is left to the model depends on the conversation, no other one looks at it', () => {
  const common = { tools: TOOLS, isParallel: true };
  assert.deepEqual(choose('auto'), { chosen: { ...common, choice: 'auto', ...MIDWAY }, looks: 1 });
  const required = { chosen: { ...common, choice: 'required', turn: 0, thread: 0 }, looks: 0 };
  assert.deepEqual(choose('required'), required);
  assert.deepEqual(choose('none'), { chosen: null, looks: 0 });
});

test('a tool that is named is the only one, and must be offered', () => {
  const { chosen } = choose({ name: 'g' });
  assert.deepEqual(chosen, { tools: [TOOLS[1]], choice: 'required', isParallel: true, turn: 0, thread: 0 });
  const { chosen: refused } = choose({ name: 'h' });
  assert.ok(isApiError(refused));
  assert.equal(refused.message, 'h');
});

test('without a tool there is nothing to choose, unless one is named', () => {
  for (const choice of ['auto', 'required', 'none'] as const) assert.equal(choose(choice, []).chosen, null);
  assert.ok(isApiError(choose({ name: 'f' }, []).chosen));
});

test('the ids of calls are short, and differ by request, place and choice', () => {
  assert.equal(idDigits(UUID), '4cde8f0123456789abcd');
  assert.equal(callId(UUID, 0, 0), 'call_4cde8f0123456789abcd00');
  const ids = [0, 9, 31].flatMap((index) => [0, 1, 127].map((choice) => callId(UUID, index, choice)));
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.ok(id.length <= 40, id);
});
