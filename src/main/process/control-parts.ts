/**
 * Joins the control API with what it steers and tells of. Main thread, once.
 */
import type { Config } from '../../config/config.js';
import { ControlApi, type ControlApiOptions } from '../control/control-api.js';
import { type ControlParts, createOperations } from '../control/operations.js';
import type { Recorder } from '../records/recorder.js';

type Parts = Omit<ControlParts, 'recorder' | 'faultProblem'> &
  Pick<ControlApiOptions, 'admission' | 'defects'> & { readonly recorder: Recorder | null };

/** null where there is no key for it. */
export function createControl({ adminKey }: Config, { recorder, ...parts }: Parts): ControlApi | null {
  if (adminKey === null || recorder === null) return null;
  const operations = createOperations({ ...parts, recorder, faultProblem });
  return new ControlApi({ ...parts, adminKey, operations });
}

/** Nothing carries out a fault so far, so none may be ordered. */
function faultProblem(): string {
  return 'this server has no faults';
}
