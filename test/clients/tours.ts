// Owns: how a tour is judged: what a script printed of each feature, against what the mock gave and counted. Runs on: the test process.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { ADMIN_KEY, control } from '../support/control-client.js';
import { withFolder } from '../support/folder.js';
import { startTestServer, type TestServer } from '../support/in-process.js';
import { until } from '../support/until.js';
import type { Feature } from './page/features.js';

const TEXT = 'alpha beta gamma delta';
/** Nobody waits for the second token of `slow`. */
const MODELS = `models:
  limited: { faults: '429(retry-after=10ms)' }
  slow: { time_to_first_token: 0, inter_token_latency: 5m }
`;

/** Of an embedding, as the mock gives it by OpenAI's API and by Google's. */
const DIMENSIONS: readonly number[] = [1_536, 3_072];

interface Answer {
  readonly text: string;
  readonly usage: readonly number[];
}

/** What a script prints: its version, and what it saw of each feature that it was asked for. */
export interface Tour {
  readonly version: string;
  readonly answer?: Answer;
  readonly stream?: Answer;
  readonly tools?: readonly [name: string, parsed: unknown];
  readonly schema?: unknown;
  readonly embeddings?: readonly number[];
  readonly errors?: { readonly raised: string; readonly said: string };
  readonly cancel?: number;
}

export async function startTourServer(): Promise<TestServer> {
  let server: Promise<TestServer> | undefined;
  withFolder((folder) => {
    const path = `${folder}/models.yaml`;
    writeFileSync(path, MODELS);
    server = startTestServer({ ADMIN_KEY, RESPONSE_TEXT: TEXT, MODELS_FILE: path });
  });
  return server ?? assert.fail();
}

/**
 * Asserts each feature of the tour; gives back those that it had, `usage` among them where answers told it. `held` is how many slots
 * stay taken, by streams that a gateway does not close.
 */
export async function judgeTour(server: TestServer, tour: Tour, held = 0): Promise<Feature[]> {
  const { requests } = (await control(server.url, 'GET', '/journal?limit=1000&model=well')).body;
  const counted = (requests as { status: number; prompt_tokens: number; completion_tokens: number }[]).map(
    (entry) => [entry.prompt_tokens, entry.completion_tokens],
  );
  const worked: Feature[] = [];
  for (const feature of ['answer', 'stream'] as const) {
    const seen = tour[feature];
    if (seen === undefined) continue;
    assert.equal(seen.text, TEXT, `${feature}: ${JSON.stringify(seen)}`);
    // Which of the two it was is in the order of the journal, and both were asked the same.
    assert.ok(
      counted.some(([prompt, completion]) => prompt === seen.usage[0] && completion === seen.usage[1]),
      `${feature}: ${JSON.stringify(seen)} is none of ${JSON.stringify(counted)}`,
    );
    worked.push(feature, 'usage');
  }
  if (tour.tools !== undefined) {
    assert.equal(tour.tools[0], 'keep', JSON.stringify(tour.tools));
    assertCity(tour.tools[1]);
    worked.push('tools');
  }
  if (tour.schema !== undefined) {
    assertCity(tour.schema);
    worked.push('schema');
  }
  if (tour.embeddings !== undefined) {
    const shown = JSON.stringify(tour.embeddings);
    assert.equal(tour.embeddings.length, 2, shown);
    for (const dimensions of tour.embeddings) assert.ok(DIMENSIONS.includes(dimensions), shown);
    worked.push('embeddings');
  }
  if (tour.errors !== undefined) {
    assert.match(tour.errors.raised ?? '', /429|RateLimit/, JSON.stringify(tour.errors));
    worked.push('errors');
  }
  if (tour.cancel !== undefined) {
    assert.equal(tour.cancel, 1, JSON.stringify(tour.cancel));
    await until(() => server.state.disconnects === 1, 'the mock saw its client leave');
    worked.push('cancel');
  }
  await until(() => server.state.active === held, `${held} slots are held`);
  assert.deepEqual(server.faults, []);
  return [...new Set(worked)];
}

function assertCity(value: unknown): void {
  const { name, population, tags, ...more } = value as Record<string, unknown>;
  assert.deepEqual(
    [typeof name, Number.isInteger(population), Array.isArray(tags), Object.keys(more)],
    ['string', true, true, []],
    JSON.stringify(value),
  );
}
