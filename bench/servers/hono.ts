// Owns: the work with Hono on @hono/node-server. Must never: do more for a request than the work asks for.

import type { Server } from 'node:http';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { endOnTermination, listen } from './listening.js';
import { createMock } from './mock.js';
import { ANSWER, FULL_HEADERS, JSON_HEADERS, NOT_JSON, STREAM_HEADERS, TOO_LARGE } from './prepared.js';
import { say } from './saying.js';
import type { Visit } from './visits.js';
import { type Wish, wishOf } from './wish.js';
import { BODY_BYTES_MAX, PATH, workFrom } from './work.js';

const work = workFrom(process.env);
const mock = createMock(work);
const app = new Hono<{ Bindings: HttpBindings }>();

const tooLarge = () => new Response(TOO_LARGE, { status: 413, headers: JSON_HEADERS });
const limit = bodyLimit({ maxSize: BODY_BYTES_MAX, onError: tooLarge });

app.use(PATH, (c, next) => {
  // The middleware makes a web Request of every request that has a body; a length that was said needs none.
  const length = c.env.incoming.headers['content-length'];
  if (length === undefined) return limit(c, next);
  return Number(length) > BODY_BYTES_MAX ? Promise.resolve(tooLarge()) : next();
});

app.post(PATH, async (c) => {
  const visit = mock.begin(c.env.outgoing);
  if (visit === null) return new Response(mock.full, { status: 503, headers: FULL_HEADERS });
  const wish = wishOf(await c.req.json().catch(() => null));
  if (wish === null) return new Response(NOT_JSON, { status: 400, headers: JSON_HEADERS });
  if (wish.stream) return new Response(streamOf(visit, wish), { headers: STREAM_HEADERS });
  await visit.passed(mock.delayMs(wish));
  return new Response(ANSWER, { headers: JSON_HEADERS });
});

function streamOf(visit: Visit, wish: Wish): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      say(visit, mock.events(wish), mock.gapMs(wish), {
        write: (text) => controller.enqueue(Buffer.from(text, 'latin1')),
        end(text) {
          controller.enqueue(Buffer.from(text, 'latin1'));
          controller.close();
        },
      });
    },
  });
}

app.get('/metrics', async (c) =>
  c.body(await mock.metrics.render(), 200, { 'content-type': mock.metrics.contentType }),
);

app.get('/ready', (c) => c.body(null));

endOnTermination();
listen(createAdaptorServer({ fetch: app.fetch }) as Server, work.port);
