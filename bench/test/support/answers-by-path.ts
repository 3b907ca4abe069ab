// Owns: a server that answers, refuses, breaks off or says nothing, by the path that it is asked at. For tests of those who send load.

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before } from 'node:test';

export const TEXT = 'what was asked for';
/** How long a right answer takes, and one of `/cap`, so that no slot is free again before the last request has come. */
export const ANSWER_MS = 50;
export const CAP_ANSWER_MS = 500;
/** How long one of `/late` takes: more than the shortest limit that wrk knows. */
const LATE_ANSWER_MS = 1_500;
/** Requests of one run that `/cap` lets in. */
export const CAP = 10;

export interface AnswersByPath {
  readonly port: number;
  /** Of the run that goes on. */
  readonly requests: number;
  readonly addresses: ReadonlySet<string>;
  /** A run begins. */
  reset(): void;
}

/** There before the tests of the file and until they are over. Of `/broken`, `/silent` and `/stream` every second request goes wrong. */
export function answersByPath(): AnswersByPath {
  const addresses = new Set<string>();
  let requests = 0;
  const server = createServer((request, response) => {
    addresses.add(request.socket.remoteAddress ?? '');
    request.resume().on('end', () => {
      requests += 1;
      answer(request.url ?? '', response, requests);
    });
  });
  before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    get port() {
      return (server.address() as AddressInfo).port;
    },
    get requests() {
      return requests;
    },
    addresses,
    reset() {
      requests = 0;
      addresses.clear();
    },
  };
}

function answer(path: string, response: ServerResponse, number: number): void {
  const isSecond = number % 2 === 0;
  if (path === '/broken' && isSecond) response.destroy();
  else if (path === '/silent' && isSecond) return;
  else if (path === '/cap' && number > CAP) response.writeHead(503).end('full');
  else if (path === '/stream') {
    response.write('data: 1\n\n');
    setTimeout(() => response.end(isSecond ? 'data: 2\n\ndata: [DONE]\n\n' : 'data: [DONE]\n\n'), 20);
  } else {
    const text = path === '/wrong' ? 'something else' : TEXT;
    const slow = path === '/late' ? LATE_ANSWER_MS : ANSWER_MS;
    setTimeout(() => response.end(text), path === '/cap' ? CAP_ANSWER_MS : slow);
  }
}
