// Owns: the work with @copilotkit/aimock, through the API that its README shows, configured to its best. It has no cap.
// Must never: change what aimock does; its options and the sockets' timeouts are all that is set here.
//
// A whole answer is told to wait by the latency of the chaos options (whole milliseconds, 30 s at most), a stream by
// recorded timings: nothing else gives each event a gap of its own. Those gaps are relative: a token that is late
// delays the next. The logger is silent, the journal of requests is cut to one entry (0 would be without limit), and
// the metrics are on, as those of the others are. There is no way to a longer accept queue than Node's own.

import { createServer, type Fixture } from '@copilotkit/aimock';
import { endOnTermination, HOST, keepConnections } from './listening.js';
import { CHARACTERS_PER_TOKEN, charactersSaidIn } from './pieces.js';
import { TEXT, WARM_UP_MODEL, workFrom } from './work.js';

const work = workFrom(process.env);

/** Given, they need not be drawn and estimated for every answer: the others have them prepared too. */
const prepared = {
  id: 'chatcmpl-374a8ea1-1e17-4432-80f3-953a00000000',
  created: 1_795_641_539,
  usage: { prompt_tokens: 8, completion_tokens: 16, total_tokens: 24 },
};

const whole: Fixture = {
  match: { predicate: (request) => request.stream !== true && request.model !== WARM_UP_MODEL },
  response: { ...prepared, content: TEXT },
  chaos: { latencyMs: work.delayMs },
};

const warmUp: Fixture = {
  match: { predicate: (request) => request.stream !== true && request.model === WARM_UP_MODEL },
  response: { ...prepared, content: TEXT },
};

const streamed: Fixture = {
  match: { predicate: (request) => request.stream === true },
  response: { ...prepared, content: charactersSaidIn(work.tokens) },
  // It cuts texts by characters.
  chunkSize: CHARACTERS_PER_TOKEN,
  recordedTimings: {
    // The role at once, each token a gap after the one before, the finish with the last.
    ttftMs: 0,
    interChunkDelaysMs: [...Array<number>(work.tokens).fill(work.tokenGapMs), 0],
    totalDurationMs: work.tokens * work.tokenGapMs,
  },
};

endOnTermination();
const { server } = await createServer([whole, streamed, warmUp], {
  host: HOST,
  port: work.port,
  logLevel: 'silent',
  journalMaxEntries: 1,
  metrics: true,
});
keepConnections(server);
