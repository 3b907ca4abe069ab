import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freePort } from '../run/free-port.js';
import { readNetworkCounters } from '../run/network-counters.js';
import { monotonicMs, processorMs, residentBytes, startedAtMs } from '../run/process-figures.js';

test('the kernel says of this process what Node.js says of it', () => {
  const bytes = residentBytes(process.pid);
  assert.equal(Math.abs(bytes - process.memoryUsage().rss) < 2 ** 23, true);
  const { user, system } = process.cpuUsage();
  assert.equal(Math.abs(processorMs(process.pid) - (user + system) / 1_000) < 60, true);
  const upMs = monotonicMs() - startedAtMs(process.pid);
  assert.equal(Math.abs(upMs - process.uptime() * 1_000) < 200, true);
});

test('a process that is not there is an error', () => {
  assert.throws(() => residentBytes(2 ** 22 + 1));
});

test('the counters of the network are there, and do not fall', () => {
  const before = readNetworkCounters();
  const after = readNetworkCounters();
  assert.equal(after.segmentsRetransmitted >= before.segmentsRetransmitted, true);
  assert.equal(after.listenOverflows >= before.listenOverflows, true);
});

test('ports for servers lie below those that the kernel gives to clients, and none comes twice in a row', async () => {
  const ports = [await freePort(), await freePort(), await freePort()];
  assert.equal(new Set(ports).size, 3);
  for (const port of ports) assert.equal(port >= 20_000 && port <= 31_999, true);
});
