/**
 * What a thread that serves answers when the main one asks it. In each such thread but the main one.
 */
import { Quantiles } from '../../shared/figures/quantiles.js';
import type { RecentDump } from '../../shared/figures/recent-times.js';
import { TURN_EVERY_MS } from '../../shared/figures/recent-times.js';
import type { SharedState } from '../../shared/state.js';
import type { WorkPool } from '../../workers/work-pool.js';
import { type Arrivals, countRequests } from '../listeners/arrivals.js';
import type { Listener } from '../listeners/uws-listener.js';
import { tellOfResponse } from '../pages/response-pages.js';
import { startThreadHousekeeping } from './housekeeping/thread-housekeeping.js';
import type { LiveMirror } from './live-mirror.js';
import type { LiveReport, Question } from './messages.js';
import type { Serving } from './serving.js';
import { toClone } from './told-elsewhere.js';

const LOOK_MS = 20;

export interface AnswersParts {
  readonly serving: Serving;
  readonly state: SharedState;
  readonly workPool: WorkPool;
  readonly arrivals: Arrivals;
  readonly listener: Listener;
  readonly live: LiveMirror | null;
}

/** Gives back what answers a question: plain data, at once or later. */
export function createAnswers(parts: AnswersParts): (question: Question) => unknown {
  const { serving, state, workPool, arrivals, listener, live } = parts;
  const { recorder } = serving.exchanges;
  const housekeeping = startThreadHousekeeping(state, workPool, serving.exchanges.polls);
  const turns = setInterval(() => {
    for (const { recent } of serving.countedRows.told) recent?.turn();
  }, TURN_EVERY_MS);
  const scratch = new Quantiles();
  const timesOf = (): readonly RecentDump[] =>
    [...serving.countedRows.told].map(({ recent }) => recent?.dump(scratch) ?? []);
  return (question) => {
    switch (question.about) {
      case 'journal':
        return recorder?.journal.read(question.query) ?? [];
      case 'statistics':
        return recorder?.statistics.dump() ?? null;
      case 'live':
        return {
          hasModelViewers: live?.socket.hasModelViewers ?? false,
          failures: serving.failures?.read() ?? null,
          times: question.wantsTimes ? timesOf() : null,
        } satisfies LiveReport;
      case 'response': {
        const { method, path, query } = question;
        const parameter = (name: string): string => new URLSearchParams(query).get(name) ?? '';
        return toClone(tellOfResponse(serving.exchanges.stored, { method, path, parameter }), {
          ...serving.exchanges,
          sending: serving.sending,
        });
      }
      case 'arrivals':
        return arrivals.untilQueuesAreEmpty(countRequests(state));
      case 'stopping':
        listener.stopAccepting();
        return true;
      case 'settling':
        return untilSettled(() => arrivals.isSettled(countRequests(state)));
      case 'closing':
        housekeeping.stop();
        clearInterval(turns);
        listener.close();
        return workPool.close();
    }
  };
}

function untilSettled(isSettled: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!isSettled()) return;
      clearInterval(timer);
      resolve();
    }, LOOK_MS);
  });
}
