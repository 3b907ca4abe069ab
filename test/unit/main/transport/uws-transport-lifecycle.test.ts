// Owns: what a transport over uWebSockets.js does when its callbacks come in any order, late ones of an earlier request
// among them.

import type { HttpResponse } from 'uWebSockets.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nextRequestId } from '../../../../dist/main/admission/request-id.js';
import { SharedTurns } from '../../../../dist/main/transport/shared-turns.js';
import { createReplyHead, type TransportOwner } from '../../../../dist/main/transport/transport.js';
import { UwsTransport } from '../../../../dist/main/transport/uws-transport.js';
import type { ReplyBody } from '../../../../dist/protocols/contract/reply-body.js';
import { SERVER_SENT_EVENTS } from '../../../../dist/protocols/contract/stream-format.js';
import { openAiDialect } from '../../../../dist/protocols/openai/dialect.js';
import { withFakeLoop } from '../../../support/fake-loop.js';
import { ModelResponse } from '../../../support/model-response.js';

const turns = (): SharedTurns => new SharedTurns(() => performance.now());
const HEAD = createReplyHead([['content-type', 'application/json']], openAiDialect);
const ID = nextRequestId();

class Owner implements TransportOwner {
  readonly events: string[] = [];
  /** What it does with the body. */
  inBody: () => void = () => {};
  onBody(): void {
    this.events.push('body');
    this.inBody();
  }
  onDrain(done: boolean): void {
    this.events.push(done ? 'done' : 'drain');
  }
  onAbort(): void {
    this.events.push('abort');
  }
  onFault(error: unknown): void {
    throw error;
  }
}

function bodyOf(length: number): ReplyBody {
  return { length, slice: (offset, bytesMax) => Buffer.alloc(Math.min(bytesMax, length - offset)) };
}

type Step =
  | { readonly do: 'abort' | 'close' | 'hold' | 'turn' | 'upload' | 'upload and close' }
  | { readonly do: 'send' | 'upload and send'; readonly length: number; readonly close: boolean }
  | { readonly do: 'read'; readonly bytes: number }
  | { readonly do: 'late abort' | 'late data' | 'late writable' };

/** A request whose head was parsed, with its body still to come. */
class Request {
  readonly owner = new Owner();
  readonly response: ModelResponse;
  readonly transport: UwsTransport;
  isClosed = false;
  #isUploaded = false;
  #isBegun = false;

  constructor(clientCloses: boolean) {
    this.response = new ModelResponse(clientCloses);
    this.transport = new UwsTransport(this.response as unknown as HttpResponse, false, clientCloses, turns());
    this.transport.attach(this.owner);
    this.response.isParsing = false;
  }

  take(step: Step): void {
    const { response, transport } = this;
    const isOpen = response.state === 'open';
    if (step.do === 'read') response.read(step.bytes);
    else if (step.do === 'close') this.#close();
    else if (step.do === 'abort' && isOpen) response.abort();
    else if (step.do === 'hold' && isOpen && this.#isBegun) transport.holdOpen(SERVER_SENT_EVENTS);
    else if (step.do === 'send' && !this.isClosed) this.#send(step.length, step.close);
    else if (step.do.startsWith('upload') && !this.isClosed) this.#upload(step);
    else if (step.do.startsWith('late') && !isOpen) response.lateEvent(step.do.slice(5) as 'abort');
  }

  #upload(step: Step): void {
    if (this.#isUploaded || this.#isBegun) return;
    this.#isUploaded = true;
    if (step.do === 'upload and send') this.owner.inBody = () => this.#send(step.length, step.close);
    else if (step.do === 'upload and close') this.owner.inBody = () => this.#close();
    this.response.upload();
  }

  #close(): void {
    this.isClosed = true;
    this.transport.close();
  }

  #send(length: number, close: boolean): void {
    if (this.#isBegun) return;
    this.#isBegun = true;
    const body = length < 15_001 ? '{}' : bodyOf(length);
    const done = this.transport.send(200, HEAD, ID, body, close);
    assert.equal(done, this.response.state !== 'open');
  }
}

function begin(clientCloses = false): Request {
  return new Request(clientCloses);
}

const sending = (length: fc.Arbitrary<number>) =>
  fc.record({ do: fc.constantFrom('send', 'upload and send'), length, close: fc.boolean() });
const action = fc.oneof(
  fc.record({ do: fc.constantFrom('abort', 'close', 'hold', 'upload', 'upload and close', 'turn') }),
  sending(fc.constant(2)),
  sending(fc.integer({ min: 15_001, max: 200_000 })),
  fc.record({ do: fc.constant('read'), bytes: fc.nat({ max: 200_000 }) }),
  fc.record({ do: fc.constantFrom('late abort', 'late data', 'late writable') }),
);

test('whatever the order of events, an owner hears nothing after its request is over, and the response is not touched', () => {
  const plans = fc.array(fc.record({ nth: fc.nat({ max: 3 }), action }), { maxLength: 60 });
  fc.assert(
    fc.property(plans, (plan) =>
      withFakeLoop((loop) => {
        const requests = [false, false, true, true].map(begin);
        for (const { nth, action: step } of plan) {
          const one = requests[nth] as Request;
          const wasOver = one.response.state !== 'open';
          const heard = requests.map(({ owner }) => owner.events.length);
          if (step.do === 'turn') loop.turn();
          else one.take(step);
          for (const [other, { owner }] of requests.entries()) {
            const news = owner.events.slice(heard[other]);
            if (step.do !== 'turn' && (other !== nth || wasOver))
              assert.deepEqual(news, [], `${step.do} reached another request`);
          }
          assert.ok(
            one.owner.events.filter((event) => event === 'abort' || event === 'done').length <= 1,
            `${step.do} ended a request twice`,
          );
        }
        // Whatever was put off is done by now: who was to be closed is closed.
        loop.turn();
        for (const { response, isClosed } of requests) assert.ok(!isClosed || response.state !== 'open');
      }),
    ),
    { numRuns: 1_000 },
  );
});

test('an abort that comes after a reply was ended reaches nobody', () => {
  const { response, owner, transport } = begin();
  response.upload();
  assert.equal(transport.send(200, HEAD, ID, '{}', false), true);
  response.lateEvent('abort');
  assert.deepEqual(owner.events, ['body']);
});

test('what an owner throws comes back to it, and goes no further', () => {
  for (const kind of ['onBody', 'onAbort', 'onDrain'] as const) {
    const response = new ModelResponse(false);
    const transport = new UwsTransport(response as unknown as HttpResponse, false, false, turns());
    const faults: unknown[] = [];
    const defect = new Error('a defect');
    const owner = Object.assign(new Owner(), {
      [kind]: () => {
        throw defect;
      },
      onFault: (error: unknown) => faults.push(error),
    });
    transport.attach(owner);
    if (kind === 'onDrain') {
      transport.send(200, HEAD, ID, bodyOf(20_000), false);
      response.read(100);
    } else if (kind === 'onBody') response.upload();
    else response.abort();
    assert.deepEqual(faults, [defect], kind);
  }
});

test('a reply of any length goes out whole, however much the kernel takes at a time', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 15_001, max: 400_000 }),
      fc.array(fc.nat({ max: 70_000 })),
      (length, reads) =>
        withFakeLoop((loop) => {
          const { response, owner, transport } = begin();
          transport.send(200, HEAD, ID, bodyOf(length), false);
          const read = (bytes: number): void => {
            response.read(bytes);
            loop.turn();
          };
          for (const bytes of reads) read(bytes);
          for (let more = 0; response.state === 'open' && more < 20; more++) read(length);
          assert.deepEqual(
            [response.state, response.written, owner.events.at(-1)],
            ['ended', length, 'done'],
          );
        }),
    ),
    { numRuns: 200 },
  );
});
