// Owns: the table of all cases of HTTP. Plain data.

import { BEHIND_CASES } from './behind-cases.js';
import type { HttpCase } from './case.js';
import { CHUNK_CASES } from './chunk-cases.js';
import { CONNECTION_CASES } from './connection-cases.js';
import { HEAD_CASES } from './head-cases.js';
import { LENGTH_CASES } from './length-cases.js';
import { LINE_CASES } from './lines-cases.js';
import { TARGET_CASES } from './target-cases.js';

export const HTTP_CASES: readonly HttpCase[] = [
  ...LINE_CASES,
  ...TARGET_CASES,
  ...HEAD_CASES,
  ...CONNECTION_CASES,
  ...LENGTH_CASES,
  ...CHUNK_CASES,
  ...BEHIND_CASES,
];
