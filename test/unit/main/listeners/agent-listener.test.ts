/**
 * What HAProxy's agent-check is told, and on a real socket.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { after, test } from 'node:test';
import { agentLine, startAgentListener } from '../../../../dist/main/listeners/agent-listener.js';

test('the weight is the share of the slots that are free, never 0, also above a cap that was lowered', () => {
  const free = (active: number, slotsMax: number) => agentLine({ active, slotsMax }, null);
  assert.equal(free(0, 1500), 'up 100%\n');
  assert.equal(free(375, 1500), 'up 75%\n');
  assert.equal(free(1, 1500), 'up 99%\n');
  for (const active of [1495, 1500, 2000]) assert.equal(free(active, 1500), 'up 1%\n');
});

test('who may not get requests is down, and why', () => {
  assert.equal(agentLine({ active: 0, slotsMax: 1 }, 'draining'), 'down#draining\n');
});

async function ask(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let heard = '';
  socket.on('data', (text) => {
    heard += text;
  });
  await once(socket, 'close');
  return heard;
}

test('whoever connects gets the line of this moment and the end, until the listener is closed', async () => {
  const state = { active: 1, slotsMax: 4 };
  let unready: string | null = null;
  const listener = await startAgentListener({ host: '127.0.0.1', port: 0, state, unready: () => unready });
  after(() => listener.close());
  assert.equal(await ask(listener.port), 'up 75%\n');
  state.active = 3;
  assert.equal(await ask(listener.port), 'up 25%\n');
  unready = 'draining';
  listener.stopAccepting();
  assert.equal(await ask(listener.port), 'down#draining\n');
  listener.close();
  await assert.rejects(ask(listener.port), { code: 'ECONNREFUSED' });
});

test('a port that is taken is told with the setting that names it', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  after(() => other.close());
  const { port } = other.address() as { port: number };
  const started = startAgentListener({
    host: '127.0.0.1',
    port,
    state: { active: 0, slotsMax: 1 },
    unready: () => null,
  });
  await assert.rejects(started, /for the agent: the port is in use; set AGENT_PORT/);
});
