/**
 * Whether the threads of the pools give way to the main thread, as the kernel sees it.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { test } from 'node:test';
import { request } from 'undici';
import { startTestServer } from '../support/in-process.js';
import { until } from '../support/until.js';

const isLinux = process.platform === 'linux';

/** The field behind the name of the thread, which may hold blanks (proc(5)). */
const NICE_FIELD = 16;
/** They are made when one is needed for the first time, and have the nice value of the thread that needed it. */
const LIBUV_THREADS = 4;

/** Of every thread of this process. */
function niceValues(): number[] {
  return readdirSync('/proc/self/task').map((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[NICE_FIELD]);
  });
}

test('the threads of the pools give way to the main thread, which keeps its priority', {
  skip: isLinux ? false : 'threads have priorities of their own on Linux only',
}, async () => {
  const own = getPriority();
  assert.deepEqual(new Set(niceValues()), new Set([own]));
  const server = await startTestServer({ USAGE: 'exact', WORKER_THREADS: '1', RESPONSE_DELAY: '300ms' });
  await until(async () => (await request(`${server.url}/ready`)).statusCode === 200, 'the pool is warm');
  const messages = [{ role: 'user', content: 'Count me.' }];
  const reply = await request(`${server.url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ messages }),
  });
  assert.equal(reply.statusCode, 200);
  await reply.body.dump();
  assert.equal(getPriority(), own);
  const threadsOf = (by: number) => niceValues().filter((nice) => nice === Math.min(19, own + by)).length;
  // One that samples and renders, and libuv's own where that one was the first to need them (seen with Node.js 24); one that counts.
  assert.ok([1, 1 + LIBUV_THREADS].includes(threadsOf(5)), String(threadsOf(5)));
  // It may have begun only after the answer, with an estimate in it, had gone.
  await until(() => threadsOf(10) === 1, 'the thread that counts gives way');
});
