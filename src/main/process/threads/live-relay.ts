/**
 * What the live page shows of all threads that serve, and shows in all of them. Main thread, once a second: what the others have told
 * is a second old.
 */
import type { SharedState } from '../../../shared/state.js';
import type { AllFailures } from '../../live/all-failures.js';
import type { LiveFeedOptions, LiveOthers } from '../../live/feed.js';
import type { CountedRows } from '../../reading/counted-rows.js';
import type { LiveReport } from '../../serving/messages.js';
import type { ServingThreads } from './serving-threads.js';

export function createLiveRelay(
  threads: ServingThreads,
  rows: CountedRows,
  failures: AllFailures | null,
): LiveOthers {
  let wantModels = false;
  let isAsking = false;
  const hear = (reports: readonly LiveReport[]): void => {
    isAsking = false;
    wantModels = reports.some(({ hasModelViewers }) => hasModelViewers);
    failures?.hear(reports.flatMap((report) => report.failures ?? []));
    for (const [at, { recent }] of [...rows.told].entries()) {
      recent?.lookAt(reports.flatMap(({ times }) => (times?.[at] === undefined ? [] : [times[at]])));
    }
  };
  return {
    get wantModels() {
      return wantModels;
    },
    tick(row, text, models) {
      const texts = text === null ? [] : [text];
      threads.send({ kind: 'live', row: new Uint8Array(row), texts, models });
      // One that hangs must not be asked again and again.
      if (isAsking) return;
      isAsking = true;
      void threads.ask<LiveReport>({ about: 'live', wantsTimes: true }).then(hear);
    },
  };
}

/** The rows of the models file, each with what all threads have counted. */
export function rowsOfAll(rows: CountedRows, totals: SharedState): LiveFeedOptions['rows'] {
  return {
    get told() {
      return Array.from(rows.told, ({ name, recent }, at) => ({
        name,
        recent,
        figures: totals.models.of(at),
      }));
    },
  };
}
