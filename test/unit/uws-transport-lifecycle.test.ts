// Owns: what a transport over uWebSockets.js does when its callbacks come in any order, late ones of an earlier request
// among them. The response is a model of the real one: it forbids what the real one forbids.

import type { HttpResponse } from 'uWebSockets.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createReplyHead, type TransportOwner } from '../../dist/main/transport.js';
import { UwsTransport } from '../../dist/main/uws-transport.js';
import type { ReplyBody } from '../../dist/protocols/reply-body.js';

const HEAD = createReplyHead([['content-type', 'application/json']], 'x-request-id');

/** One request on a modelled socket. After its end the abort handler may stay armed, as that of the real one may. */
class ModelResponse {
  /** What the kernel takes before the client must read. */
  room = 0;
  written = 0;
  state: 'open' | 'ended' | 'aborted' | 'closed' = 'open';
  #aborted: () => void = () => undefined;
  #data: (chunk: ArrayBuffer, isLast: boolean) => void = () => undefined;
  #writable: (offset: number) => boolean = () => true;

  /** Nothing of the real response may be touched when it is over. */
  #touch(): void {
    assert.equal(this.state, 'open', 'the response was touched after its end');
  }

  onAborted(handler: () => void): this {
    this.#touch();
    this.#aborted = handler;
    return this;
  }

  onData(handler: (chunk: ArrayBuffer, isLast: boolean) => void): this {
    this.#touch();
    this.#data = handler;
    return this;
  }

  onWritable(handler: (offset: number) => boolean): this {
    this.#touch();
    this.#writable = handler;
    return this;
  }

  cork(write: () => void): this {
    this.#touch();
    write();
    return this;
  }

  writeStatus(): this {
    this.#touch();
    return this;
  }

  writeHeader(): this {
    this.#touch();
    return this;
  }

  getWriteOffset(): number {
    this.#touch();
    return this.written;
  }

  tryEnd(slice: Buffer, length: number): [boolean, boolean] {
    this.#touch();
    const taken = Math.min(this.room, slice.length);
    this.room -= taken;
    this.written += taken;
    if (this.written === length) this.state = 'ended';
    return [taken === slice.length, this.written === length];
  }

  end(): this {
    this.#touch();
    this.state = 'ended';
    return this;
  }

  close(): this {
    this.#touch();
    this.state = 'closed';
    this.#aborted();
    return this;
  }

  // What the client and the kernel do.

  upload(): void {
    if (this.state === 'open') this.#data(new ArrayBuffer(2), true);
  }

  read(bytes: number): void {
    this.room = bytes;
    if (this.state === 'open') this.#writable(this.written);
  }

  abort(): void {
    if (this.state === 'open') this.state = 'aborted';
    this.#aborted();
  }

  lateEvent(kind: 'abort' | 'data' | 'writable'): void {
    if (kind === 'abort') this.#aborted();
    else if (kind === 'data') this.#data(new ArrayBuffer(1), true);
    else this.#writable(0);
  }
}

class Owner implements TransportOwner {
  readonly events: string[] = [];
  onBody(): void {
    this.events.push('body');
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

function begin() {
  const response = new ModelResponse();
  const owner = new Owner();
  const transport = new UwsTransport(response as unknown as HttpResponse, false, false);
  transport.attach(owner);
  return { response, owner, transport };
}

const action = fc.oneof(
  fc.record({ do: fc.constantFrom('upload', 'abort', 'close', 'send', 'hold') }),
  fc.record({ do: fc.constantFrom('send large', 'read'), bytes: fc.nat({ max: 200_000 }) }),
  fc.record({ do: fc.constantFrom('late abort', 'late data', 'late writable') }),
);

test('whatever the order of events, an owner hears nothing after its request is over, and the response is not touched', () => {
  const plans = fc.array(fc.record({ nth: fc.nat({ max: 3 }), action }), { maxLength: 60 });
  fc.assert(
    fc.property(plans, (plan) => {
      const requests = Array.from({ length: 4 }, begin);
      const begun = new Set<number>();
      for (const { nth, action: step } of plan) {
        const { response, owner, transport } = requests[nth] as (typeof requests)[number];
        const wasOver = response.state !== 'open';
        const heard = requests.map((one) => one.owner.events.length);
        const bytes = 'bytes' in step ? step.bytes : 0;
        if (step.do === 'upload' && !begun.has(nth)) response.upload();
        else if (step.do === 'read') response.read(bytes);
        else if (step.do === 'abort' && !wasOver) response.abort();
        else if (step.do === 'close') transport.close();
        else if (step.do === 'hold' && begun.has(nth) && !wasOver) transport.holdOpen();
        else if (step.do.startsWith('late')) {
          if (wasOver) response.lateEvent(step.do.slice(5) as 'abort');
        } else if (step.do.startsWith('send') && !begun.has(nth)) {
          begun.add(nth);
          const done = transport.send(
            200,
            HEAD,
            'id',
            step.do === 'send' ? '{}' : bodyOf(15_001 + bytes),
            false,
          );
          assert.equal(done, response.state !== 'open');
        }
        for (const [other, one] of requests.entries()) {
          const news = one.owner.events.slice(heard[other]);
          if (other !== nth || wasOver) assert.deepEqual(news, [], `${step.do} reached another request`);
        }
        assert.equal(owner.events.filter((event) => event === 'abort' || event === 'done').length <= 1, true);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('an abort that comes after a reply was ended reaches nobody', () => {
  const { response, owner, transport } = begin();
  response.upload();
  assert.equal(transport.send(200, HEAD, 'id', '{}', false), true);
  response.lateEvent('abort');
  assert.deepEqual(owner.events, ['body']);
});

test('what an owner throws comes back to it, and goes no further', () => {
  for (const kind of ['onBody', 'onAbort', 'onDrain'] as const) {
    const response = new ModelResponse();
    const transport = new UwsTransport(response as unknown as HttpResponse, false, false);
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
      transport.send(200, HEAD, 'id', bodyOf(20_000), false);
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
      (length, reads) => {
        const { response, owner, transport } = begin();
        transport.send(200, HEAD, 'id', bodyOf(length), false);
        for (const bytes of reads) response.read(bytes);
        for (let turns = 0; response.state === 'open' && turns < 20; turns++) response.read(length);
        assert.deepEqual([response.state, response.written, owner.events.at(-1)], ['ended', length, 'done']);
      },
    ),
    { numRuns: 200 },
  );
});
