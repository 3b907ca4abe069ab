import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLiveFeed } from '../../../../dist/main/live/feed.js';
import { LIVE_COLUMNS } from '../../../../dist/shared/live-protocol.js';
import { SharedState } from '../../../../dist/shared/state.js';
import { testConfig } from '../../../support/in-process.js';

type Options = Parameters<typeof createLiveFeed>[0];
type App = Parameters<ReturnType<typeof createLiveFeed>['socket']['register']>[0];

test('a row is kept every second, and published only while somebody looks', () => {
  const admission = { draining: false } as Options['admission'];
  const feed = createLiveFeed({
    config: testConfig(),
    version: '1',
    state: SharedState.create(1),
    admission,
    connections: { close: () => {} },
    failures: null,
    inForce: () => testConfig().inForce,
  });
  const published: Uint8Array[] = [];
  const sent: (string | Uint8Array)[] = [];
  let open = (_: unknown): unknown => assert.fail('not mounted');
  let close = open;
  feed.socket.register({
    ws: (_: string, behavior: { open: typeof open; close: typeof open }) => {
      open = behavior.open;
      close = behavior.close;
    },
    publish: (_: string, row: Uint8Array) => published.push(row),
  } as unknown as App);
  const viewer = { subscribe() {}, send: (message: string | Uint8Array) => sent.push(message) };

  for (let second = 0; second < 3; second++) feed.tick();
  assert.equal(published.length, 0);
  open(viewer);
  assert.equal((sent[1] as Uint8Array).length, 3 * LIVE_COLUMNS.length * 8);
  feed.tick();
  assert.deepEqual(
    published.map(({ length }) => length),
    [LIVE_COLUMNS.length * 8],
  );
  close(viewer);
  feed.tick();
  assert.equal(published.length, 1);
});
