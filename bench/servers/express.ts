// Owns: the work with Express and its own JSON parser. Must never: do more for a request than the work asks for.

import { createServer } from 'node:http';
import express, { type ErrorRequestHandler, type NextFunction, type Request, type Response } from 'express';
import { endOnTermination, listen } from './listening.js';
import { createMock } from './mock.js';
import { ANSWER, FULL_HEADERS, JSON_HEADERS, NOT_JSON, TOO_LARGE } from './prepared.js';
import type { Visit } from './visits.js';
import { wishOf } from './wish.js';
import { BODY_BYTES_MAX, PATH, workFrom } from './work.js';

type Reply = Response<string, { visit: Visit }>;

const work = workFrom(process.env);
const mock = createMock(work);
const app = express();
app.disable('x-powered-by');
app.disable('etag');

app.post(
  PATH,
  // Ahead of the body, as the slot is taken by the head of a request.
  (_request: Request, response: Reply, next: NextFunction) => {
    const visit = mock.begin(response);
    if (visit === null) return void response.status(503).set(FULL_HEADERS).send(mock.full);
    response.locals.visit = visit;
    next();
  },
  express.json({ limit: BODY_BYTES_MAX }),
  (request: Request, response: Reply) => {
    const wish = wishOf(request.body);
    if (wish === null) return refuse(response, 400, NOT_JSON);
    const { visit } = response.locals;
    if (wish.stream) return mock.stream(visit, wish, response);
    visit.after(mock.delayMs(wish), () => response.set(JSON_HEADERS).send(ANSWER));
  },
);

app.get('/metrics', async (_request, response) => {
  response.set('content-type', mock.metrics.contentType).send(await mock.metrics.render());
});

app.get('/ready', (_request, response) => response.end());

const onBadBody: ErrorRequestHandler = (error: { readonly status?: number }, _request, response, _next) => {
  refuse(response, error.status ?? 500, error.status === 413 ? TOO_LARGE : NOT_JSON);
};
app.use(onBadBody);

function refuse(response: Response, status: number, body: string): void {
  response.status(status).set(JSON_HEADERS).send(body);
}

endOnTermination();
listen(createServer(app), work.port);
