import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RESPONSE_DELAY_SECONDS_DEFAULT } from '../../dist/config/settings/latency.js';
import { renderBanner, type ServerFacts } from '../../dist/main/process/banner.js';
import { spawnServer } from '../support/child-process.js';
import { testConfig } from '../support/in-process.js';
import { findBlock, readStartBlock, shellBlocks } from '../support/readme.js';
import { readProjectFile } from '../support/source-tree.js';

/** What differs from machine to machine: numbers, addresses, and where limits come from. */
function withoutFigures(text: string): string {
  return text.replace(/\d+(\.\d+)*/g, '#').replace(/\((system_fallback|affinity|cgroup_v#)\)/g, '(source)');
}

for (const file of ['README.md', 'README.zh-CN.md']) {
  test(`${file} prints the start block that the server prints`, async () => {
    const readme = readProjectFile(file);
    const printed = /^```text\n.*?^(llm-mock-server .*?)\n```$/ms.exec(readme)?.[1] ?? '';
    const { settings, argv } = readStartBlock(findBlock(shellBlocks(readme), 'npm ci && npm start'));
    const { child, ready, exited } = await spawnServer(
      { ...settings, RESPONSE_DELAY_SECONDS: '10', HTTP10_PORT: '0' },
      argv,
    );
    child.kill('SIGINT');
    assert.equal((await exited).code, 0);
    const banner = renderBanner(ready as unknown as ServerFacts, testConfig());
    assert.equal(withoutFigures(printed), withoutFigures(banner.trimEnd()));
    assert.match(
      printed,
      new RegExp(`^ {2}latency {4}whole answer ${RESPONSE_DELAY_SECONDS_DEFAULT}s$`, 'm'),
    );
  });
}
