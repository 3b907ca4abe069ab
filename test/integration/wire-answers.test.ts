// Owns: every byte that the server answers in the recorded cases. After a change that is meant: `npm run wire:record`.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allCases } from '../wire/cases.js';
import { readFixture, shortened } from '../wire/fixture.js';
import { recordAnswers } from '../wire/recording.js';

/** What comes again and again is remembered from the third time on. */
const TIMES = 4;

test('every answer is the recorded one, byte for byte, as often as it is asked for', async () => {
  const cases = allCases();
  const expected = readFixture();
  assert.deepEqual([...expected.keys()].sort(), cases.map(({ name }) => name).sort());
  const different: string[] = [];
  for (const [name, answer] of await recordAnswers(cases, TIMES)) {
    const recorded = expected.get(name);
    if (shortened(answer) !== recorded)
      different.push(`${name}\n  was ${recorded}\n  is  ${shortened(answer)}`);
  }
  assert.equal(different.length, 0, `${different.length} differ:\n${different.slice(0, 5).join('\n')}`);
});
