// Owns: the work with node:http alone. Must never: do more for a request than the work asks for.

import { createServer, type ServerResponse } from 'node:http';
import { endOnTermination, listen } from './listening.js';
import { createMock } from './mock.js';
import { ANSWER, FULL_HEADERS, JSON_HEADERS, NOT_JSON, TOO_LARGE } from './prepared.js';
import { type BodyFault, readBody } from './read-body.js';
import { wishOf } from './wish.js';
import { PATH, workFrom } from './work.js';

const work = workFrom(process.env);
const mock = createMock(work);
/** Prepared with its length, which node:http does not find out by itself. */
const answerHeaders = { ...JSON_HEADERS, 'content-length': ANSWER.length };

const server = createServer((request, response) => {
  if (request.url === PATH && request.method === 'POST') {
    const visit = mock.begin(response);
    if (visit === null) return answer(response, 503, FULL_HEADERS, mock.full);
    readBody(request, (body, fault) => {
      const wish = wishOf(body);
      if (fault !== null || wish === null) return refuseBody(response, fault ?? 400);
      if (wish.stream) return mock.stream(visit, wish, response);
      visit.after(mock.delayMs(wish), () => {
        response.writeHead(200, answerHeaders);
        response.end(ANSWER, 'latin1');
      });
    });
  } else if (request.url === '/metrics') {
    const { contentType } = mock.metrics;
    mock.metrics.render().then((text) => answer(response, 200, { 'content-type': contentType }, text));
  } else if (request.url === '/ready') {
    answer(response, 200, {}, '');
  } else {
    answer(response, 404, {}, '');
  }
});

function answer(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function refuseBody(response: ServerResponse, fault: BodyFault): void {
  // The rest of a body that is too long is not waited for.
  if (fault === 413) response.shouldKeepAlive = false;
  answer(response, fault, JSON_HEADERS, fault === 413 ? TOO_LARGE : NOT_JSON);
}

endOnTermination();
listen(server, work.port);
