// Owns: the work with Fastify. Must never: do more for a request than the work asks for.

import { fastify } from 'fastify';
import { BACKLOG_CONNECTIONS, endOnTermination, HOST, keepConnections } from './listening.js';
import { createMock } from './mock.js';
import { ANSWER, FULL_HEADERS, JSON_HEADERS, NOT_JSON } from './prepared.js';
import type { Visit } from './visits.js';
import { wishOf } from './wish.js';
import { BODY_BYTES_MAX, PATH, workFrom } from './work.js';

declare module 'fastify' {
  interface FastifyRequest {
    visit: Visit | null;
  }
}

const work = workFrom(process.env);
const mock = createMock(work);
const app = fastify({ logger: false, bodyLimit: BODY_BYTES_MAX, exposeHeadRoutes: false });

// Known ahead, so that all requests have one shape.
app.decorateRequest('visit', null);

app.route({
  method: 'POST',
  url: PATH,
  // Ahead of the body, as the slot is taken by the head of a request.
  onRequest(request, reply, done) {
    request.visit = mock.begin(reply.raw);
    if (request.visit === null) reply.code(503).headers(FULL_HEADERS).send(mock.full);
    else done();
  },
  handler(request, reply) {
    const wish = wishOf(request.body);
    if (wish === null) return reply.code(400).headers(JSON_HEADERS).send(NOT_JSON);
    const visit = request.visit as Visit;
    if (wish.stream) {
      reply.hijack();
      mock.stream(visit, wish, reply.raw);
    } else {
      visit.after(mock.delayMs(wish), () => reply.headers(JSON_HEADERS).send(ANSWER));
    }
  },
});

app.get('/metrics', async (_request, reply) => {
  return reply.type(mock.metrics.contentType).send(await mock.metrics.render());
});

app.get('/ready', (_request, reply) => reply.send(''));

endOnTermination();
keepConnections(app.server);
await app.listen({ host: HOST, port: work.port, backlog: BACKLOG_CONNECTIONS });
