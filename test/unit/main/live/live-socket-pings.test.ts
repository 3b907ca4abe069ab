import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveSocket } from '../../../../dist/main/live/socket.js';
import { SharedState } from '../../../../dist/shared/state.js';

const ROW = new Uint8Array(8);
const ROWS_PER_PING = 30;

type App = Parameters<LiveSocket['register']>[0];
type Behavior = Parameters<App['ws']>[1];

/** A viewer as uWebSockets.js hands it over, as far as a LiveSocket uses it. */
class FakeViewer {
  readonly data = { hasAnswered: true, wantsModels: false };
  pings = 0;
  closed = false;
  constructor(private readonly behavior: Behavior) {}
  getUserData = () => this.data;
  subscribe(): void {}
  send(): void {}
  ping(): void {
    this.pings++;
  }
  close(): void {
    this.closed = true;
    this.behavior.close?.(this as never, 1006, new ArrayBuffer(0));
  }
  answer(): void {
    this.behavior.pong?.(this as never, new ArrayBuffer(0));
  }
}

function rig() {
  const state = SharedState.create(1);
  let behavior: Behavior = {};
  let published = 0;
  const connections = { close: () => state.countConnection(-1) };
  const socket = new LiveSocket({
    state,
    viewersOfAll: () => state.viewers,
    hosts: null,
    connections,
    hello: () => '{}',
    history: () => ROW,
    news: () => [],
    models: () => '{}',
  });
  const app = {
    ws: (_: string, given: Behavior) => {
      behavior = given;
    },
    publish: () => {
      published++;
    },
  };
  socket.register(app as unknown as App);
  return {
    state,
    socket,
    published: () => published,
    open() {
      const viewer = new FakeViewer(behavior);
      behavior.open?.(viewer as never);
      return viewer;
    },
    publish(rows: number) {
      for (let row = 0; row < rows; row++) socket.publish(ROW);
    },
  };
}

test('every thirtieth row a ping goes out, and who answers stays', () => {
  const { open, publish, published, state } = rig();
  const viewer = open();
  publish(ROWS_PER_PING - 1);
  assert.equal(viewer.pings, 0);
  for (let ping = 1; ping <= 4; ping++) {
    publish(ping === 1 ? 1 : ROWS_PER_PING);
    assert.deepEqual([viewer.pings, viewer.closed], [ping, false]);
    viewer.answer();
  }
  assert.equal(published(), 4 * ROWS_PER_PING);
  assert.equal(state.viewers, 1);
});

test('who has not answered a ping by the next one is closed, and the others stay', () => {
  const { open, publish, socket, state } = rig();
  const [silent, other] = [open(), open()];
  publish(ROWS_PER_PING);
  other.answer();
  publish(ROWS_PER_PING - 1);
  assert.equal(silent.closed, false);
  publish(1);
  assert.deepEqual([silent.closed, other.closed], [true, false]);
  assert.deepEqual([silent.pings, other.pings], [1, 2]);
  assert.deepEqual([state.viewers, socket.hasViewers], [1, true]);
});

test('a viewer that has just come is given as long as the others', () => {
  const { open, publish } = rig();
  open().answer();
  publish(ROWS_PER_PING - 1);
  const late = open();
  publish(1);
  assert.deepEqual([late.pings, late.closed], [1, false]);
});
