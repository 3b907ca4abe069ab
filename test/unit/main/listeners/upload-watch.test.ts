import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { after, test } from 'node:test';
import { UploadWatch } from '../../../../dist/main/listeners/upload-watch.js';

class FakeSocket extends EventEmitter {
  bytesRead = 300;
  destroyed = false;

  destroy(): void {
    this.destroyed = true;
    this.emit('close');
  }
}

function create() {
  const clock = { nowMs: 0 };
  const watch = new UploadWatch(10_000, () => clock.nowMs);
  after(() => watch.stop());
  const socket = new FakeSocket();
  const request = { complete: false, socket };
  watch.watch(request);
  return { clock, watch, socket, request };
}

/** `bytes` come every `everyMs`; gives back when the connection was ended, or null if it was not within ten minutes. */
function endOf(bytes: number, everyMs: number): number | null {
  const { clock, watch, socket } = create();
  for (clock.nowMs = 1_000; clock.nowMs <= 600_000; clock.nowMs += 1_000) {
    if (clock.nowMs % everyMs === 0) socket.bytesRead += bytes;
    watch.check();
    if (socket.destroyed) return clock.nowMs;
  }
  return null;
}

test('an upload that brings less than 160 KiB in its time is ended', () => {
  assert.equal(endOf(0, 1_000), 10_000);
  assert.equal(endOf(1, 3_000), 10_000);
  assert.equal(endOf(16_000, 1_000), 10_000);
});

test('an upload that brings 160 KiB in its time goes on, however long it takes', () => {
  assert.equal(endOf(16_390, 1_000), null);
  assert.equal(endOf(163_840, 9_000), null);
});

test('a request that has come whole is not ended while it waits for its answer', () => {
  const { clock, watch, socket, request } = create();
  request.complete = true;
  for (clock.nowMs = 1_000; clock.nowMs < 86_400_000; clock.nowMs += 1_000_000) watch.check();
  assert.equal(socket.destroyed, false);
});

test('the next request of a connection has its own time', () => {
  const { clock, watch, socket, request } = create();
  request.complete = true;
  clock.nowMs = 60_000;
  watch.watch({ complete: false, socket });
  clock.nowMs = 69_999;
  watch.check();
  assert.equal(socket.destroyed, false);
  clock.nowMs = 70_000;
  watch.check();
  assert.equal(socket.destroyed, true);
});

test('a connection that has gone is forgotten', () => {
  const { clock, watch, socket } = create();
  socket.emit('close');
  clock.nowMs = 20_000;
  watch.check();
  assert.equal(socket.destroyed, false);
});
