/**
 * Load tools against the mock, with no special option: what each reports is within 3 % of what was configured, or a client of a few
 * lines is as far off, or the record says that it is the tool's own.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { spawnServer } from '../support/child-process.js';
import { OTHER_TOOLS } from './other-tools.js';
import { PYTHON_TOOLS } from './python-tools.js';
import { measureReference } from './reference.js';
import { blame, RECORDS, readSeenTool, recordTool } from './seen-tools.js';
import { EXPECTED, FIGURES, SETTINGS } from './workload.js';

for (const { id, name, prepare } of [...PYTHON_TOOLS, ...OTHER_TOOLS]) {
  test(`${name} reports what was configured`, async (t) => {
    const prepared = await prepare();
    if (!prepared.ok) return t.skip(prepared.reason);
    const { tool } = prepared;
    const folder = mkdtempSync(join(tmpdir(), 'llm-mock-load-'));
    after(() => rmSync(folder, { recursive: true, force: true }));
    const server = await spawnServer(SETTINGS);
    const figures = await tool.load(server.url, folder);
    const reference = await measureReference(server.url);
    server.child.kill('SIGINT');
    assert.equal((await server.exited).code, 0);
    const seen = { name, version: tool.version, figures, reference };
    t.diagnostic(JSON.stringify({ expected: EXPECTED, figures, reference }));
    for (const value of Object.values(figures)) assert.ok(Number.isFinite(value), JSON.stringify(figures));
    // A length is no matter of time.
    if (figures.outputTokens !== undefined) assert.equal(figures.outputTokens, EXPECTED.outputTokens);
    if (RECORDS) return recordTool(id, seen);
    const recorded = readSeenTool(id);
    assert.equal(recorded?.version, tool.version, 'RECORD_CLIENTS=1 writes what is seen');
    for (const figure of FIGURES) {
      if (blame(figure, seen) !== 'tool') continue;
      assert.equal(recorded && blame(figure, recorded), 'tool', `${figure}: ${JSON.stringify(seen)}`);
    }
  });
}
