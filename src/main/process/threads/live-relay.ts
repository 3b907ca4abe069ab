/**
 * What the live page shows of all threads that serve, and shows in all of them. Main thread, once a second, and
 * whenever a viewer comes.
 */
import type { SharedState } from '../../../shared/state.js';
import type { AllFailures } from '../../live/all-failures.js';
import type { LiveFeedOptions, LiveOthers } from '../../live/feed.js';
import type { CountedRows } from '../../reading/counted-rows.js';
import type { LiveReport } from '../../serving/messages.js';
import type { ServingThreads } from './serving-threads.js';

/** Who looks is not kept waiting for a thread that is held up. */
const PATIENCE_MS = 500;

export function createLiveRelay(
  threads: ServingThreads,
  rows: CountedRows,
  failures: AllFailures | null,
): LiveOthers {
  let wantModels = false;
  /** Of all who want to know at once, one asks; one that hangs is not asked again and again. */
  let asking: Promise<void> | null = null;
  const refresh = (): Promise<void> => {
    asking ??= threads.ask<LiveReport>({ about: 'live', wantsTimes: true }).then((reports) => {
      asking = null;
      hear(reports);
    });
    return Promise.race([asking, new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS).unref())]);
  };
  const hear = (reports: readonly LiveReport[]): void => {
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
    refresh,
    tick(row, text, models) {
      const texts = text === null ? [] : [text];
      threads.send({ kind: 'live', row: new Uint8Array(row), texts, models });
    },
  };
}

/** The rows of the models file, each with what all threads have counted. */
export function rowsOfAll(rows: CountedRows, totals: SharedState): LiveFeedOptions['rows'] {
  return {
    get told() {
      totals.refresh();
      return Array.from(rows.told, ({ name, recent }, at) => ({
        name,
        recent,
        figures: totals.models.of(at),
      }));
    },
  };
}
