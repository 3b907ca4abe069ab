import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { CHAT_BODY, OPENAI } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';

const skip = spawnSync('ab', ['-V']).status === 0 ? false : 'ab (ApacheBench) is not installed';

const directory = mkdtempSync(join(tmpdir(), 'llm-mock-ab-'));
after(() => rmSync(directory, { recursive: true }));
const bodyFile = join(directory, 'post_data.json');
writeFileSync(bodyFile, CHAT_BODY);

/** The number behind a heading of ab's report; 0 where the line is left out. */
function figure(report: string, heading: string): number {
  return Number(new RegExp(`^${heading}:\\s+(\\d+)`, 'm').exec(report)?.[1] ?? 0);
}

for (const keepAlive of [false, true]) {
  test(`ab ${keepAlive ? '-k ' : ''}gets 200 replies to 200 requests, none failed`, { skip }, async () => {
    const server = await startTestServer({
      HTTP10_PORT: '0',
      RESPONSE_DELAY_SECONDS: '0.02',
    });
    const { stdout } = await promisify(execFile)('ab', [
      ...(keepAlive ? ['-k'] : []),
      ...['-n', '200', '-c', '20', '-p', bodyFile, '-T', 'application/json'],
      `http://127.0.0.1:${server.http10Port}${OPENAI}`,
    ]);
    assert.equal(figure(stdout, 'Complete requests'), 200);
    assert.equal(figure(stdout, 'Failed requests'), 0);
    assert.equal(figure(stdout, 'Non-2xx responses'), 0);
    assert.equal(figure(stdout, 'Keep-Alive requests'), keepAlive ? 200 : 0);
    assert.equal(server.state.repliesOf(0, 200), 200);
    assert.equal(server.state.active, 0);
  });
}
