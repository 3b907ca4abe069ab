import type { HttpResponse } from 'uWebSockets.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextRequestId } from '../../../../dist/main/admission/request-id.js';
import { SharedTurns } from '../../../../dist/main/transport/shared-turns.js';
import { createReplyHead, type TransportOwner } from '../../../../dist/main/transport/transport.js';
import { UwsTransport } from '../../../../dist/main/transport/uws-transport.js';
import { openAiDialect } from '../../../../dist/protocols/openai/dialect.js';

const turns = (): SharedTurns => new SharedTurns(() => performance.now());
const HEAD = createReplyHead([['content-type', 'application/json']], openAiDialect);

/**
 * A response that notes whether it was written to within a cork. The real one sends the same bytes either way, in one
 * packet or in several, which a client cannot tell for certain.
 */
function corkWitness(): { response: HttpResponse; receive: (last: boolean) => void; calls: string[] } {
  const calls: string[] = [];
  let onData: (chunk: ArrayBuffer, isLast: boolean) => void = () => assert.fail('nothing listens');
  const response = {
    onAborted: () => response,
    onData: (handler: typeof onData) => {
      onData = handler;
      return response;
    },
    cork: (write: () => void) => {
      calls.push('cork');
      write();
      return response;
    },
    writeHeader: () => response,
    end: () => {
      calls.push('end');
      return response;
    },
  };
  return {
    response: response as unknown as HttpResponse,
    receive: (last) => onData(new ArrayBuffer(2), last),
    calls,
  };
}

function attach(transport: UwsTransport, onBody: () => void): void {
  const owner: TransportOwner = {
    onBody,
    onAbort: () => undefined,
    onDrain: () => undefined,
    onFault: assert.fail,
  };
  transport.attach(owner);
}

test('a reply is written within a cork, and what comes with the body in the one that is there already', () => {
  const { response, receive, calls } = corkWitness();
  const transport = new UwsTransport(response, false, false, turns());
  attach(transport, () => transport.send(200, HEAD, nextRequestId(), '{}', false));
  receive(true);
  assert.deepEqual(calls, ['end']);
});

test('a reply that comes after the body has a cork of its own', () => {
  const { response, receive, calls } = corkWitness();
  const transport = new UwsTransport(response, false, false, turns());
  attach(transport, () => undefined);
  receive(true);
  transport.send(200, HEAD, nextRequestId(), '{}', false);
  assert.deepEqual(calls, ['cork', 'end']);
});
