/**
 * Has whatever is changed while the server runs hold in all threads that serve. Main thread: it makes it hold here, and tells the
 * others; with one thread there are none, and it costs nothing.
 */
import type { Limit } from '../../../behavior/limits/limit.js';
import type { ModelCatalog } from '../../../behavior/models/model-catalog.js';
import type { ModelTable } from '../../../behavior/models/model-table.js';
import type { Behavior } from '../../../behavior/profile/profile.js';
import type { Config } from '../../../config/config.js';
import type { SharedState } from '../../../shared/state.js';
import type { Room } from '../../admission/refusals.js';
import type { Order } from '../../serving/messages.js';
import type { Serving } from '../../serving/serving.js';

/** Where orders go. */
export interface Others {
  tell(order: Order): void;
  /** What was told holds from now on. */
  flush(): void;
}

export const NO_OTHERS: Others = { tell() {}, flush() {} };

export function everywhere(config: Config, serving: Serving, state: SharedState, others: Others) {
  const { admission, models } = serving;
  let faults: unknown = config.latency.faults;
  let said: readonly ModelTable[] = [];
  const tellServing = (): void => {
    const { draining, servesWhileDraining, starting, needsCallers } = admission;
    others.tell({ kind: 'serving', draining, servesWhileDraining, starting, needsCallers });
    others.flush();
  };
  return {
    models: {
      replaceSettings(settings: Behavior, changes: readonly ModelTable[]) {
        // Counts begin anew with faults that are read anew, and not because something else was changed.
        const isOther = changes.length !== said.length || changes.some((table, at) => table !== said[at]);
        if (isOther || settings.profile.faults !== faults) serving.forgetFaultCounts();
        [faults, said] = [settings.profile.faults, changes];
        models.replaceSettings(settings, changes);
        others.tell({ kind: 'settings', settings, changes: changes.map(({ rows }) => rows) });
      },
    } satisfies Pick<ModelCatalog, 'replaceSettings'>,
    replaceModels(table: ModelTable): string | null {
      serving.forgetFaultCounts();
      const warning = serving.replaceModels(table);
      others.tell({ kind: 'models', rows: table.rows });
      others.flush();
      return warning;
    },
    setRoom(room: Room): void {
      state.slotsMax = room.slotsMax;
      serving.setRoom(room);
      others.tell({ kind: 'room', room });
    },
    setRetry(changed: Config): void {
      const { retryAfterSeconds, shouldRetry } = changed;
      serving.setRetry(changed);
      others.tell({ kind: 'retry', retry: { retryAfterSeconds, shouldRetry } });
    },
    setLimits(limits: readonly Limit[]): void {
      serving.setLimits(limits);
      others.tell({ kind: 'limits', limits });
    },
    /** The others turn theirs away when they are told that it drains. */
    turnAllAway: () => serving.turnAllAway(),
    /** Of Admission what may change by itself. */
    admission: {
      get starting() {
        return admission.starting;
      },
      set starting(starting) {
        admission.starting = starting;
        tellServing();
      },
    },
    /** What the gate writes last: it has said by then all of what holds. */
    gateState: {
      get draining() {
        return state.draining;
      },
      set draining(draining) {
        state.draining = draining;
        tellServing();
      },
    },
    tellServing,
    flush: () => others.flush(),
  };
}
