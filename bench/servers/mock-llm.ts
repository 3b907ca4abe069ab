// Owns: the work with @dwmkerr/mock-llm, configured to its best. It has no cap, no metrics, and cannot hold a whole
// answer back: it serves where the delay is zero, and streams. Must never: change what mock-llm does with a request.
//
// It is started by its own parts, not by its command, for what its users have no option for: the line that it prints
// for every request is dropped, Express makes no etags, connections and the accept queue are as those of the others.
// Its first event comes a gap after the request, and [DONE] a gap after the last token. Its gaps are relative: a
// token that is late delays the next.

import { createServer as createHttpServer } from 'node:http';
import { getDefaultConfig } from '@dwmkerr/mock-llm/dist/config.js';
import { createServer } from '@dwmkerr/mock-llm/dist/server.js';
import { endOnTermination, HOST, listen } from './listening.js';
import { CHARACTERS_PER_TOKEN, charactersSaidIn } from './pieces.js';
import { ANSWER } from './prepared.js';
import { PATH, TEXT, workFrom } from './work.js';

const work = workFrom(process.env);

/** One text for whole answers and streams: every further rule is another expression to evaluate for every request. */
const text = work.tokens === 0 ? TEXT : charactersSaidIn(work.tokens);

// It prints a line for every request, whatever its settings.
Object.assign(console, { log: () => undefined });

const app = createServer(
  {
    ...getDefaultConfig(),
    streaming: { chunkSize: CHARACTERS_PER_TOKEN, chunkIntervalMs: work.tokenGapMs },
    rules: [{ path: PATH, method: 'POST', response: { status: 200, content: ANSWER.replace(TEXT, text) } }],
  },
  HOST,
  work.port,
);
app.disable('etag');
app.disable('x-powered-by');

endOnTermination();
listen(createHttpServer(app), work.port);
