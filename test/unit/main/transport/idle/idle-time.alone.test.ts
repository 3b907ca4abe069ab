import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { loadUWebSockets } from '../../../../../dist/main/listeners/load-uwebsockets.js';
import { keptTail, setIdleTime } from '../../../../../dist/main/transport/idle/idle-time.js';

/** The periods in milliseconds of all timers of the loop. */
function periods(): number[] {
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
  const node = koffi.load(null);
  const loop = node.func('void *uv_default_loop()')() as unknown;
  const periodOf = node.func('uint64_t uv_timer_get_repeat(void *timer)');
  const typeOf = node.func('int uv_handle_get_type(void *handle)');
  const visitor = koffi.pointer(koffi.proto('void (void *handle, void *argument)'));
  const found: number[] = [];
  const visit = (handle: unknown): void => {
    const UV_TIMER = 13;
    if (typeOf(handle) === UV_TIMER) found.push(Number(periodOf(handle)));
  };
  node.func('uv_walk', 'void', ['void *', visitor, 'void *'])(loop, visit, null);
  return found.sort((a, b) => a - b);
}

test('without uWebSockets.js there is no timer to set, and it is said; the time stays what it was', () => {
  assert.equal(setIdleTime(8_000), null);
  assert.equal(setIdleTime(20_000), '0 timers of uSockets were found, not one');
  assert.equal(keptTail(), '\r\nkeep-alive: timeout=8');
});

test('the timer of uSockets gets half of the time as its period, again and again, and replies say the whole', () => {
  loadUWebSockets();
  const before = periods();
  assert.equal(before.includes(4_000), true);
  for (const [ms, period, seconds] of [
    [75_000, 37_500, 75],
    [1_500, 750, 1],
    [8_000, 4_000, 8],
  ] as const) {
    assert.equal(setIdleTime(ms), null);
    const others = before.filter((one) => one !== 4_000);
    assert.deepEqual(
      periods(),
      [...others, period].sort((a, b) => a - b),
    );
    assert.equal(keptTail(), `\r\nkeep-alive: timeout=${seconds}`);
  }
});
