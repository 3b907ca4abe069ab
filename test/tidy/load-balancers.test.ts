/**
 * Holds what the docs print of load balancers to the files that are tested (deploy/load-balancer/).
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readProjectFile } from '../support/source-tree.js';

for (const page of ['docs/operations.md', 'docs/operations.zh-CN.md']) {
  for (const [fence, file] of [
    ['text', 'deploy/load-balancer/haproxy.cfg'],
    ['nginx', 'deploy/load-balancer/nginx.conf'],
  ] as const) {
    test(`${page} prints ${file} as it is`, () => {
      const blocks = [...readProjectFile(page).matchAll(/^```(\w+)\n(.*?\n)```$/gms)];
      const printed = blocks.filter(([, language]) => language === fence).map(([, , text]) => text);
      assert.deepEqual(printed, [readProjectFile(file)]);
    });
  }
}
