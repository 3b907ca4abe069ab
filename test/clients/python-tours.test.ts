/** Clients in Python: embeddings, and streams that they leave; what else they do is in clients.test.ts and asks.test.ts. */
import { test } from 'node:test';
import { preparePython } from './environment.js';
import { saw } from './page/seen.js';
import { runScript } from './run-script.js';
import { judgeTour, startTourServer, type Tour } from './tours.js';

const python = await preparePython();
const skip = python.ok ? false : python.reason;

for (const name of ['openai', 'anthropic', 'google-genai', 'litellm', 'langchain-openai']) {
  test(`${name}: a stream that is left frees its slot, and embeddings where it has them`, {
    skip,
  }, async () => {
    const server = await startTourServer();
    const tour = await runScript<Tour>(python.ok ? python.python : '', `tour-${name}.py`, server.url);
    saw(`python-${name}`, tour.version, await judgeTour(server, tour));
  });
}
