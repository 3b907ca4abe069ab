// The command `npm run wire:record`: writes down what the server answers now. Whoever runs it means the change that follows.

import { allCases } from './cases.js';
import { writeFixture } from './fixture.js';
import { recordAnswers } from './recording.js';

const recorded = await recordAnswers(allCases());
writeFixture(recorded);
process.stdout.write(`${recorded.size} answers recorded\n`);
process.exit(0);
