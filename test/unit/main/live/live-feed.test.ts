import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLiveFeed } from '../../../../dist/main/live/feed.js';
import { CountedRows } from '../../../../dist/main/reading/counted-rows.js';
import { LIVE_COLUMNS, type LiveModels } from '../../../../dist/shared/live-protocol.js';
import { SharedState } from '../../../../dist/shared/state.js';
import { testConfig } from '../../../support/in-process.js';

type App = Parameters<ReturnType<typeof createLiveFeed>['socket']['register']>[0];
type Message = string | Uint8Array;

/** A feed on an app that only keeps what is published. */
function createRig() {
  const state = SharedState.create(1);
  const rows = new CountedRows(state, true);
  const feed = createLiveFeed({
    config: testConfig(),
    version: '1',
    state,
    totals: state,
    others: null,
    connections: { close: () => {} },
    failures: null,
    rows,
    inForce: () => testConfig().inForce,
  });
  const published: (readonly [topic: string, message: Message])[] = [];
  let open = (_: unknown): unknown => assert.fail('not mounted');
  let close = open;
  feed.socket.register({
    ws: (_: string, behavior: { open: typeof open; close: typeof open }) => {
      open = behavior.open;
      close = behavior.close;
    },
    publish: (topic: string, message: Message) => published.push([topic, message]),
  } as unknown as App);
  /** One that comes, what it is sent alone, and what it listens to. */
  const view = (wantsModels: boolean) => {
    const sent: Message[] = [];
    const topics: string[] = [];
    const viewer = {
      getUserData: () => ({ hasAnswered: true, wantsModels }),
      subscribe: (topic: string) => topics.push(topic),
      send: (message: Message) => sent.push(message),
    };
    open(viewer);
    return { sent, topics, leave: () => close(viewer) };
  };
  return { feed, rows, published, view };
}

test('a row is kept every second, and published only while somebody looks', () => {
  const { feed, published, view } = createRig();
  for (let second = 0; second < 3; second++) feed.tick();
  assert.equal(published.length, 0);
  const { sent, topics, leave } = view(false);
  assert.deepEqual(topics, ['rows']);
  assert.equal((sent[1] as Uint8Array).length, 3 * LIVE_COLUMNS.length * 8);
  assert.equal(sent.length, 2);
  feed.tick();
  assert.deepEqual(
    published.map(([topic, { length }]) => [topic, length]),
    [['rows', LIVE_COLUMNS.length * 8]],
  );
  leave();
  feed.tick();
  assert.equal(published.length, 1);
});

test('what is told of models goes to those who want it, behind the history and every second, and ends with the last of them', () => {
  const { feed, rows, published, view } = createRig();
  const plain = view(false);
  const viewers = [view(true), view(true)];
  for (const { sent, topics } of viewers) {
    assert.deepEqual(topics, ['rows', 'models']);
    assert.deepEqual(JSON.parse(sent[2] as string), { models: [] });
  }
  rows.of(null).figures.count('answered');
  feed.tick();
  const told = published.filter(([topic]) => topic === 'models');
  assert.equal(told.length, 1);
  const { models } = JSON.parse(told[0]?.[1] as string) as LiveModels;
  assert.deepEqual(
    models.map(([name]) => name),
    ['other'],
  );
  viewers[0]?.leave();
  feed.tick();
  assert.equal(published.filter(([topic]) => topic === 'models').length, 2);
  viewers[1]?.leave();
  feed.tick();
  assert.equal(published.filter(([topic]) => topic === 'models').length, 2);
  assert.equal(published.filter(([topic]) => topic === 'rows').length, 3);
  plain.leave();
});
