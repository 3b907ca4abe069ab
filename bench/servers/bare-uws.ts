// Owns: the floor: what uWebSockets.js itself costs, with one timer of Node.js a request where something waits. It parses nothing:
// what it is asked it takes from words that stand in the body. Must never: do more than receive a request, wait and answer.

import type { HttpResponse, TemplatedApp } from 'uWebSockets.js';
import { createRequire } from 'node:module';
import { endOnTermination, HOST } from './listening.js';
import { ANSWER, eventsOf, fullOf } from './prepared.js';
import { PATH, WARM_UP_MODEL, workFrom } from './work.js';

const { App } = createRequire(import.meta.url)('uWebSockets.js') as { App(): TemplatedApp };

const work = workFrom(process.env);
const full = fullOf(work.cap);
const events = eventsOf(work.tokens, false);
const eventsWithUsage = eventsOf(work.tokens, true);
const WAITS_FOR_NOTHING = work.tokens === 0 && work.delayMs === 0;
let inFlight = 0;

class Held {
  readonly #arrivedMs = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #over = false;

  constructor(private readonly response: HttpResponse) {
    inFlight += 1;
    response.onAborted(() => this.#end());
  }

  asked(body: string): void {
    const atOnce = body.includes(WARM_UP_MODEL);
    if (body.includes('"stream":true')) {
      this.#say(body.includes('"include_usage":true') ? eventsWithUsage : events, 0);
    } else {
      this.#at(atOnce ? 0 : work.delayMs, () => this.#answer());
    }
  }

  #answer(): void {
    this.#end();
    this.response.cork(() => {
      this.response.writeHeader('content-type', 'application/json').end(ANSWER);
    });
  }

  /** Token k (from 1) is due at k · gap; what is due in the same moment is written as one. */
  #say(list: readonly string[], said: number): void {
    this.#at((said + 1) * work.tokenGapMs, () => {
      const passedMs = performance.now() - this.#arrivedMs;
      const due = Math.min(list.length, Math.max(said + 1, Math.floor(passedMs / work.tokenGapMs)));
      const text = list.slice(said, due).join('');
      const isLast = due === list.length;
      if (isLast) this.#end();
      this.response.cork(() => {
        if (said === 0) this.response.writeHeader('content-type', 'text/event-stream');
        if (isLast) this.response.end(text);
        else this.response.write(text);
      });
      if (!isLast) this.#say(list, due);
    });
  }

  #at(afterMs: number, then: () => void): void {
    if (this.#over) return;
    const leftMs = this.#arrivedMs + afterMs - performance.now();
    if (leftMs <= 0) then();
    // Timers may come early: so the clock is looked at again.
    else this.#timer = setTimeout(() => this.#at(afterMs, then), Math.ceil(leftMs));
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    inFlight -= 1;
    clearTimeout(this.#timer);
  }
}

endOnTermination();
App()
  .post(PATH, (response, request) => {
    if (inFlight >= work.cap) {
      response
        .writeStatus('503 Service Unavailable')
        .writeHeader('content-type', 'application/json')
        .end(full);
      return;
    }
    if (WAITS_FOR_NOTHING) {
      // uWebSockets.js ends the connection then, and leaves it to its user to say so: wrk would count one that broke off.
      const closes = request.getHeader('connection') === 'close';
      response.onAborted(() => {});
      response.onData((_piece, isLast) => {
        if (!isLast) return;
        response.writeHeader('content-type', 'application/json');
        if (closes) response.writeHeader('connection', 'close');
        response.end(ANSWER);
      });
      return;
    }
    const held = new Held(response);
    let body = '';
    response.onData((piece, isLast) => {
      body += Buffer.from(piece).toString('latin1');
      if (isLast) held.asked(body);
    });
  })
  .get('/ready', (response) => {
    response.end();
  })
  .listen(HOST, work.port, () => {});
