// Owns: the work with Koa. Must never: do more for a request than the work asks for.

import { createServer, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import Koa, { type Context } from 'koa';
import { endOnTermination, listen } from './listening.js';
import { createMock } from './mock.js';
import { ANSWER, FULL_HEADERS, JSON_HEADERS, NOT_JSON, STREAM_HEADERS, TOO_LARGE } from './prepared.js';
import { type BodyFault, readBody } from './read-body.js';
import { say } from './saying.js';
import type { Visit } from './visits.js';
import { type Wish, wishOf } from './wish.js';
import { PATH, workFrom } from './work.js';

const work = workFrom(process.env);
const mock = createMock(work);
const app = new Koa();
// A client that leaves its stream is no error here; Koa would print it.
app.silent = true;

app.use(async (context) => {
  if (context.path === PATH && context.method === 'POST') return converse(context);
  if (context.path === '/metrics') return reply(context, 200, metricsHeaders, await mock.metrics.render());
  if (context.path === '/ready') return reply(context, 200, {}, '');
});

const metricsHeaders = { 'content-type': mock.metrics.contentType };

async function converse(context: Context): Promise<void> {
  const visit = mock.begin(context.res);
  if (visit === null) return reply(context, 503, FULL_HEADERS, mock.full);
  const { body, fault } = await bodyOf(context.req);
  const wish = wishOf(body);
  if (fault === 413) return refuseTooLarge(context);
  if (fault !== null || wish === null) return reply(context, 400, JSON_HEADERS, NOT_JSON);
  if (wish.stream) {
    context.set(STREAM_HEADERS);
    context.body = streamOf(visit, wish);
    return;
  }
  await visit.passed(mock.delayMs(wish));
  reply(context, 200, JSON_HEADERS, ANSWER);
}

function bodyOf(request: IncomingMessage): Promise<{ body: unknown; fault: BodyFault | null }> {
  return new Promise((resolve) => readBody(request, (body, fault) => resolve({ body, fault })));
}

function streamOf(visit: Visit, wish: Wish): Readable {
  const stream = new Readable({ read: () => undefined });
  say(visit, mock.events(wish), mock.gapMs(wish), {
    write: (text) => stream.push(text, 'latin1'),
    end(text) {
      stream.push(text, 'latin1');
      stream.push(null);
    },
  });
  return stream;
}

function reply(
  context: Context,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void {
  context.status = status;
  context.set(headers);
  context.body = body;
}

function refuseTooLarge(context: Context): void {
  // The rest of the body is not waited for.
  context.res.shouldKeepAlive = false;
  reply(context, 413, JSON_HEADERS, TOO_LARGE);
}

endOnTermination();
listen(createServer(app.callback()), work.port);
