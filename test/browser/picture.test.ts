/** The command that takes the pictures of both READMEs, with a short scenario. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { skip, view } from '../support/browser.js';
import { spawnServer } from '../support/child-process.js';

const COMMAND = fileURLToPath(new URL('../picture/take.js', import.meta.url));
/** Two changes that do not follow each other at once. */
const SCENARIO = `name: short
steps:
  - { at: 3s, for: 3s, set: { FAULTS: "20%:503" } }
  - { at: 12s, mark: end }
`;

test('npm run docs:picture takes both pictures, with the marks of the scenario’s steps', {
  skip,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'llm-mock-picture-'));
  after(() => rmSync(folder, { recursive: true }));
  const scenario = join(folder, 'short.yaml');
  writeFileSync(scenario, SCENARIO);
  const given = ['--scenario', scenario, '--folder', folder, '--clients', '8'];
  // Rejects where it ends with anything but 0.
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...given]);
  const server = await spawnServer();
  const { page } = await view(server.url);
  for (const name of ['live-page.png', 'live-page.zh-CN.png']) {
    assert.equal(stdout.includes(`${name}: `), true, stdout);
    const image = readFileSync(join(folder, name)).toString('base64');
    const columns = await page.evaluate(countMarks(image));
    assert.equal(Number(columns) >= 2, true, `${name}: ${columns} marks`);
  }
});

/** Columns of pixels in the colour of marks, among the charts on the left, of which none has a line in that colour. */
function countMarks(image: string): string {
  return `(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${image}';
    await image.decode();
    const canvas = document.createElement('canvas');
    const width = canvas.width = Math.floor(image.width / 3);
    const height = canvas.height = image.height;
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    let marks = 0;
    for (let x = 0; x < width; x++) {
      let pixels = 0;
      for (let y = 0; y < height; y++) {
        const at = 4 * (y * width + x);
        if (data[at] === 138 && data[at + 1] === 63 && data[at + 2] === 184) pixels++;
      }
      if (pixels > 100) marks++;
    }
    return marks;
  })()`;
}
