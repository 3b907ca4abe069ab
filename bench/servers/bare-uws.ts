// Owns: the floor: what uWebSockets.js itself costs. It parses nothing, holds nothing and answers a constant.
// Must never: do more than receive a request and send an answer.

import type { TemplatedApp } from 'uWebSockets.js';
import { createRequire } from 'node:module';
import { endOnTermination, HOST } from './listening.js';
import { ANSWER } from './prepared.js';
import { PATH, workFrom } from './work.js';

const { App } = createRequire(import.meta.url)('uWebSockets.js') as { App(): TemplatedApp };

endOnTermination();
App()
  .post(PATH, (response) => {
    response.onAborted(() => {});
    response.onData((_piece, isLast) => {
      if (isLast) response.writeHeader('content-type', 'application/json').end(ANSWER);
    });
  })
  .get('/ready', (response) => {
    response.end();
  })
  .listen(HOST, workFrom(process.env).port, () => {});
