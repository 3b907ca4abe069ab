import assert from 'node:assert/strict';
import { test } from 'node:test';
import { announceShutdown, drain } from '../../../../dist/main/process/shutdown.js';
import { EXIT } from '../../../../dist/shared/errors.js';
import { SharedState } from '../../../../dist/shared/state.js';

interface Line {
  readonly atMs: number;
  readonly message: string;
  readonly fields: object;
}

/** Drains a server that holds a request until `freeAtMs` and is settled from `settledAtMs` on; time goes by in the waits alone. */
async function drainAt({ graceMs = 60_000, freeAtMs = 0, settledAtMs = 0, startTakesMs = 0 }) {
  let nowMs = 0;
  const lines: Line[] = [];
  const note = (fields: object, message: string): void => {
    lines.push({ atMs: nowMs, message, fields });
  };
  const state = SharedState.create(1);
  state.tryAcquireSlot();
  const look = (): void => {
    if (state.active === 1 && nowMs >= freeAtMs) state.releaseSlot();
  };
  const server = {
    state,
    isSettled: () => nowMs >= settledAtMs,
    startDraining: async () => {
      nowMs += startTakesMs;
    },
  };
  const clock = {
    now: () => nowMs,
    wait: async (ms: number) => {
      nowMs += ms;
      look();
    },
  };
  const log = { info: note, error: note } as unknown as Parameters<typeof drain>[2];
  const code = await drain(server, graceMs, log, clock);
  return { code, lines, endedAtMs: nowMs };
}

test('while a shutdown waits, it says so once a second, with how many are in flight', async () => {
  const { code, lines, endedAtMs } = await drainAt({ freeAtMs: 2_500 });
  assert.equal(code, EXIT.ok);
  assert.equal(endedAtMs, 2_500);
  assert.deepEqual(lines, [
    { atMs: 0, message: 'shutting down', fields: { in_flight: 1, grace_seconds: 60 } },
    { atMs: 1_000, message: 'waiting for replies', fields: { in_flight: 1 } },
    { atMs: 2_000, message: 'waiting for replies', fields: { in_flight: 1 } },
  ]);
});

test('the seconds count from the signal, not from when all who had come were taken in', async () => {
  const { lines } = await drainAt({ freeAtMs: 1_500, startTakesMs: 300 });
  assert.deepEqual(
    lines.map(({ atMs }) => atMs),
    [300, 1_000],
  );
});

test('with nothing in flight it still waits for who is about to ask', async () => {
  assert.equal((await drainAt({ freeAtMs: 100, settledAtMs: 400 })).endedAtMs, 400);
});

test('when the grace is over what is in flight is cut off, and the code says so', async () => {
  const { code, lines, endedAtMs } = await drainAt({ graceMs: 500, freeAtMs: 600 });
  assert.deepEqual([code, endedAtMs], [EXIT.aborted, 500]);
  assert.match(String(lines.at(-1)?.message), /^SHUTDOWN_GRACE_SECONDS have passed/);
});

test('when the grace is over and nothing is in flight, nobody is waited for', async () => {
  const { code, endedAtMs } = await drainAt({ graceMs: 500, freeAtMs: 100, settledAtMs: 10_000 });
  assert.deepEqual([code, endedAtMs], [EXIT.ok, 500]);
});

test('a grace of nothing cuts off at once', async () => {
  const { code, endedAtMs } = await drainAt({ graceMs: 0, freeAtMs: 100 });
  assert.deepEqual([code, endedAtMs], [EXIT.aborted, 0]);
});

test('a shutdown is announced, said in the log, and waited for as long as SHUTDOWN_DELAY says', async () => {
  const happened: unknown[] = [];
  const server = { state: SharedState.create(1), announceShutdown: () => happened.push('announced') };
  server.state.tryAcquireSlot();
  const log = { info: (...line: unknown[]) => happened.push(line) } as unknown as Parameters<typeof drain>[2];
  const wait = async (ms: number) => {
    happened.push(ms);
  };
  await announceShutdown(server, 0, log, { wait });
  assert.deepEqual(happened, []);
  await announceShutdown(server, 2_500, log, { wait });
  const line = [{ in_flight: 1, delay_seconds: 2.5 }, 'not ready any more, serving on'];
  assert.deepEqual(happened, ['announced', line, 2_500]);
});
