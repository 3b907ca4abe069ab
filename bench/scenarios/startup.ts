// Owns: how soon a server answers.

import type { StartupScenario } from './scenario.js';

export const startup: StartupScenario = {
  name: 'startup',
  title: 'From the start of the process to its first answer',
  delayMs: 0,
  steps: [{ name: 'start', title: 'start', quick: true }],
};
