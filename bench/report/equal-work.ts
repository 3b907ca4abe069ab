// Owns: when ours may be set against another server: only where both did equal work. Must never: look at who was better.

import type { FigureName } from './figures.js';
import type { Measurement, Results } from './results.js';

export type ServerWork = NonNullable<Results['servers'][number]['work']>;

/** What both have to have the same of. Where neither knows a figure, there is nothing of the kind in the step. */
const SAME: readonly FigureName[] = ['requests_count', 'cap_count', 'lost_count'];
/** Of these a little may be missing: who sends the role of a stream with its first token plans fewer events. */
const ABOUT_THE_SAME: readonly FigureName[] = ['planned_events_per_second'];
const ABOUT_SHARE = 0.02;

/** Whether one was asked as much as the other, under the same cap, and lost as little of it. */
export function isEqualWork({ figures: ours }: Measurement, { figures: theirs }: Measurement): boolean {
  return (
    SAME.every((figure) => (ours[figure] ?? 0) === (theirs[figure] ?? 0)) &&
    ABOUT_THE_SAME.every((figure) => {
      const [our, their] = [ours[figure] ?? 0, theirs[figure] ?? 0];
      return Math.abs(our - their) <= ABOUT_SHARE * our;
    })
  );
}

/** The floor does less on purpose, and is no rival; but connects are the kernel's and its own, whatever comes behind them. */
export function isComparedWith(work: ServerWork, figure: FigureName): boolean {
  return work !== 'floor' || figure.startsWith('connect_');
}
