/** Clients in JavaScript and gateways against the mock: each takes the tour of all that it can do, and the page says what was seen. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { preparePackages } from './packages.js';
import { CATALOG } from './page/catalog.js';
import { saw } from './page/seen.js';
import { runTour } from './run-tour.js';
import { judgeTour, startTourServer } from './tours.js';

const packages = await preparePackages();
const skip = packages.ok ? false : packages.reason;

const SCRIPTS = {
  'javascript-openai': 'tour-openai.mjs',
  'javascript-anthropic': 'tour-anthropic.mjs',
  'javascript-google-genai': 'tour-google-genai.mjs',
  'javascript-ai': 'tour-ai.mjs',
  'javascript-langchain': 'tour-langchain.mjs',
} as const;

for (const [id, script] of Object.entries(SCRIPTS)) {
  const row = CATALOG.find((each) => each.id === id);
  const { name = '', features = [] } = row ?? {};
  test(`${name} for JavaScript: ${features.join(', ')}`, { skip }, async () => {
    const server = await startTourServer();
    const tour = await runTour(join(packages.ok ? packages.folder : '', script), server.url);
    const worked = await judgeTour(server, tour);
    assert.deepEqual(worked.toSorted(), [...features].toSorted());
    saw(id, tour.version, worked);
  });
}
