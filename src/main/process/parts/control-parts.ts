/**
 * Joins the control API with what it steers and tells of. Main thread, once.
 */
import { parseOneFault } from '../../../behavior/faults/parse.js';
import { renderMistakeLine } from '../../../behavior/grammar/mistake.js';
import type { Config } from '../../../config/config.js';
import { ControlApi, type ControlApiOptions } from '../../control/control-api.js';
import { type ControlParts, createOperations, type Operations } from '../../control/operations.js';
import type { Recorder } from '../../records/recorder.js';
import { loadModelReader } from '../../steering/model-changes.js';

type Parts = Omit<ControlParts, 'recorder' | 'faultProblem'> &
  Pick<ControlApiOptions, 'admission' | 'defects' | 'failures'> & {
    readonly recorder: Recorder | null;
  };

export interface Control {
  readonly operations: Operations;
  /** Their way in from outside; null where there is no key for it. */
  readonly api: ControlApi | null;
}

/** null where nothing is recorded, which is where nobody may ask. */
export function createControl({ adminKey }: Config, { recorder, ...parts }: Parts): Control | null {
  if (recorder === null) return null;
  const operations = createOperations({ ...parts, recorder, faultProblem });
  if (adminKey === null) return { operations, api: null };
  loadModelReader();
  return { operations, api: new ControlApi({ ...parts, adminKey, operations }) };
}

/** An order is for one fault: how many requests have it, the order says itself. */
function faultProblem(text: string): string | null {
  const read = parseOneFault(text);
  return read.ok ? null : renderMistakeLine(text, read.position, read.message);
}
